"""The rules of the business: plain values in, plain values out; imports nothing but itself."""
