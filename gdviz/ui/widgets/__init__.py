"""Fields, sliders, cards, signs: what a window is put together from."""
