"""Sections, tables and figures that several kinds of report have."""
