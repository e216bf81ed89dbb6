"""Plain pages, requests and sessions around Streamlit."""
