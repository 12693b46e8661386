package dev.tenure.server;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

/** Who may know whom in the server. */
@AnalyzeClasses(
    packages = "dev.tenure.server",
    importOptions = ImportOption.DoNotIncludeTests.class)
final class ServerFloorsTest {

  @ArchTest
  static final ArchRule theHttpLibraryIsNamedInOnePackage =
      noClasses()
          .that()
          .resideOutsideOfPackage("dev.tenure.server.http..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage("io.javalin..", "org.eclipse.jetty..", "jakarta.servlet..");

  @ArchTest
  static final ArchRule picocliIsNamedInOnePackage =
      noClasses()
          .that()
          .resideOutsideOfPackage("dev.tenure.server.cli..")
          .should()
          .dependOnClassesThat()
          .resideInAPackage("picocli..");

  @ArchTest
  static final ArchRule prometheusIsNamedInOnePackage =
      noClasses()
          .that()
          .resideOutsideOfPackage("dev.tenure.server.metrics..")
          .should()
          .dependOnClassesThat()
          .resideInAPackage("io.prometheus..");

  @ArchTest
  static final ArchRule logbackIsNamedInOnePackage =
      noClasses()
          .that()
          .resideOutsideOfPackage("dev.tenure.server.logs..")
          .should()
          .dependOnClassesThat()
          .resideInAPackage("ch.qos.logback..");

  @ArchTest
  static final ArchRule theLogsKnowNoOtherRoomOfTheServer =
      noClasses()
          .that()
          .resideInAPackage("dev.tenure.server.logs..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(
              "dev.tenure.server",
              "dev.tenure.server.http..",
              "dev.tenure.server.cli..",
              "dev.tenure.server.metrics..");

  @ArchTest
  static final ArchRule theMailLibraryIsNamedInOnePackage =
      noClasses()
          .that()
          .resideOutsideOfPackage("dev.tenure.server.alert..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage("jakarta.mail..", "jakarta.activation..", "org.eclipse.angus..");

  @ArchTest
  static final ArchRule theChannelsKnowNoOtherRoomOfTheServer =
      noClasses()
          .that()
          .resideInAPackage("dev.tenure.server.alert..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(
              "dev.tenure.server",
              "dev.tenure.server.http..",
              "dev.tenure.server.cli..",
              "dev.tenure.server.metrics..");

  @ArchTest
  static final ArchRule onlyWhoJoinsThemKnowsTheChannels =
      noClasses()
          .that()
          .resideInAnyPackage(
              "dev.tenure.server.http..", "dev.tenure.server.cli..", "dev.tenure.server.metrics..")
          .should()
          .dependOnClassesThat()
          .resideInAPackage("dev.tenure.server.alert..");

  @ArchTest
  static final ArchRule theMetricsKnowNoOtherRoomOfTheServer =
      noClasses()
          .that()
          .resideInAPackage("dev.tenure.server.metrics..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(
              "dev.tenure.server", "dev.tenure.server.http..", "dev.tenure.server.cli..");

  @ArchTest
  static final ArchRule httpKnowsNothingOfTheCommandLine =
      noClasses()
          .that()
          .resideInAPackage("dev.tenure.server.http..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(
              "dev.tenure.server", "dev.tenure.server.cli..", "dev.tenure.server.metrics..");

  @ArchTest
  static final ArchRule theCommandLineKnowsNothingOfHttp =
      noClasses()
          .that()
          .resideInAPackage("dev.tenure.server.cli..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(
              "dev.tenure.server", "dev.tenure.server.http..", "dev.tenure.server.metrics..");

  @ArchTest
  static final ArchRule theServerNamesNoLibraryOfTheCore =
      noClasses()
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(
              "dev.tenure.examples..",
              "com.fasterxml..",
              "io.etcd..",
              "io.grpc..",
              "io.netty..",
              "io.vertx..",
              "com.typesafe..",
              "org.quartz..");

  @ArchTest
  static final ArchRule onlyFewTypesArePublic =
      classes()
          .that()
          .resideInAPackage("dev.tenure.server.cli..")
          .and()
          .areTopLevelClasses()
          .and()
          .doNotHaveSimpleName("NodeFace")
          .and()
          .doNotHaveSimpleName("TenureCommand")
          .should()
          .notBePublic();
}
