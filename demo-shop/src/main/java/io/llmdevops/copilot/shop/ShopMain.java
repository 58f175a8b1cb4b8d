package io.llmdevops.copilot.shop;

/// Entry point of the shop.
public final class ShopMain {
  private ShopMain() {}

  public static void main(String[] args) {}
}
