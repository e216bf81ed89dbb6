"""What people of the demonstration are called: plausible names of nobody in particular."""

from __future__ import annotations

_FIRST_NAMES = """
Adam Alison Andrew Angela Anita Barbara Ben Caroline Catherine Christine Claire Clive Colin
Daniel David Deborah Diane Edward Elaine Elizabeth Emma Farah Fiona Frances Gareth Gillian
Graham Hazel Heather Helen Ian Imran Jacqueline Janet Jeremy Joanne Jonathan Judith Karen Keith
Laura Lesley Linda Louise Marcus Maria Mark Michelle Nasreen Neil Nicola Pamela Patrick Paul
Peter Rachel Rajesh Robert Sandra Sarah Simon Stephen Yvonne
"""
_LAST_NAMES = """
Abbott Allen Atkins Bailey Banks Barker Barton Begum Bennett Bishop Blake Bolton Bradley Briggs
Brooks Bryant Burgess Burton Carr Carter Chandler Chapman Clarke Coates Collins Cooke Cooper
Cross Curtis Dawson Dean Dixon Doyle Dunn Elliott Ellis Farrell Fisher Fletcher Foster Fowler
Fox Francis Garner Gibson Gill Goodwin Gordon Graves Green Griffin Hale Hammond Harper Hart
Hayes Hicks Hobbs Holmes Hudson Hussain Iqbal Jarvis Jenkins Jordan Kemp Khan Lambert Lawson
Lowe Lyons Malik Mason Middleton Mills Moss Newman Nolan Norris Osborne Parsons Patel Payne
Perkins Poole Porter Quinn Reid Rowe Saunders Shaw Sheppard Singh Slater Stokes Sutton Tanner
"""
_FIRST, _LAST = _FIRST_NAMES.split(), _LAST_NAMES.split()
PLACES = 16
"""People of one Trust who get a name of their own."""


def name_of(trust: int, place: int) -> str:
    """The name of one of a Trust's people: the same in every build, and unique in the Trust.

    Args:
        trust: DfE number.
        place: of the person among the Trust's, below ``PLACES``.
    """
    number = trust * PLACES + place
    # The strides let neighbours differ in both names; the lengths of the lists have no common
    # factor, so that the same pair comes back only after all others.
    return f"{_FIRST[number * 23 % len(_FIRST)]} {_LAST[number * 37 % len(_LAST)]}"
