"""Figures (数据): declared per profile, computed from ledgers, compared with what was stated."""
