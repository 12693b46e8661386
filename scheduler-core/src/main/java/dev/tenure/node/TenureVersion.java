package dev.tenure.node;

/** The version of Tenure that runs. */
public final class TenureVersion {

  private TenureVersion() {}

  /** Such as {@code 0.1.0}; {@code development} when the classes do not come from a jar. */
  public static String text() {
    String version = TenureVersion.class.getPackage().getImplementationVersion();
    return version == null ? "development" : version;
  }
}
