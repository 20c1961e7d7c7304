"""The window: its layout, its actions and menus, and the controller of the library that is open in it."""
