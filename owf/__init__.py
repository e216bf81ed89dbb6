"""One Workforce: the yearly self-evaluation of a Children's Trust, end to end."""
