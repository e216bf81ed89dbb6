"""What people see: Streamlit pages, and the plain pages around them."""
