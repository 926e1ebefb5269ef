"""What a PDF's pages show to those who open it: hidden layers, marks and form values.

One place decides; what is bound, pictured and searched are the pages that come out of it. The
measure is the second reader, pdfium, which draws the pictures of the Word binder.
"""
