"""The schemas of ledgers as the office writes them, and the blank forms made from them."""
