package dev.tenure.server.page;

import com.microsoft.playwright.options.ColorScheme;

/** What a page is looked at with. */
enum Look {
  LIGHT(1440, 900, ColorScheme.LIGHT),
  DARK(1440, 900, ColorScheme.DARK),
  PHONE(360, 800, ColorScheme.LIGHT),
  WIDE(2560, 1440, ColorScheme.LIGHT);

  final int width;
  final int height;
  final ColorScheme scheme;

  Look(int width, int height, ColorScheme scheme) {
    this.width = width;
    this.height = height;
    this.scheme = scheme;
  }
}
