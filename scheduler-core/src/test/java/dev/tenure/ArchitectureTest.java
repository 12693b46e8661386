package dev.tenure;

import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noFields;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import java.time.Instant;
import java.util.Arrays;

/** The floors of the house: arrows only go down, and each library is named in one place. */
@AnalyzeClasses(packages = "dev.tenure", importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTest {

  private static final String FLOOR_0 = "time loop model";
  private static final String FLOOR_1 = FLOOR_0 + " store json config";

  @ArchTest static final ArchRule time = mayUse("time", "");
  @ArchTest static final ArchRule loop = mayUse("loop", "time");
  @ArchTest static final ArchRule model = mayUse("model", "");
  @ArchTest static final ArchRule store = mayUse("store", "time model");
  @ArchTest static final ArchRule json = mayUse("json", "");
  @ArchTest static final ArchRule config = mayUse("config", "time model tls");
  @ArchTest static final ArchRule tls = mayUse("tls", "");
  @ArchTest static final ArchRule lifeline = mayUse("lifeline", "");
  @ArchTest static final ArchRule etcd = mayUse("etcd", FLOOR_0 + " store tls");
  @ArchTest static final ArchRule election = mayUse("election", FLOOR_0 + " store lifeline");

  /** The one arrow sideways: a claim needs a leadership to show. */
  @ArchTest static final ArchRule ledger = mayUse("ledger", FLOOR_0 + " store json election");

  @ArchTest static final ArchRule schedule = mayUse("schedule", FLOOR_1);

  /** A change may name the leadership under which alone it happens. */
  @ArchTest static final ArchRule definition = mayUse("definition", FLOOR_1 + " election schedule");

  @ArchTest static final ArchRule runlog = mayUse("runlog", "model config");
  @ArchTest static final ArchRule job = mayUse("job", "model");
  @ArchTest static final ArchRule plugin = mayUse("plugin", "job model");

  @ArchTest
  static final ArchRule quartz =
      mayUse("quartz", FLOOR_1 + " election ledger schedule definition job plugin runlog");

  /** What people are told of follows from the ledger and the definitions. */
  @ArchTest static final ArchRule alert = mayUse("alert", FLOOR_1 + " ledger definition");

  @ArchTest
  static final ArchRule jobstore =
      mayUse("jobstore", FLOOR_1 + " etcd election ledger schedule definition quartz");

  @ArchTest
  static final ArchRule verify = mayUse("verify", FLOOR_1 + " election ledger schedule definition");

  @ArchTest
  static final ArchRule noCycles = slices().matching("dev.tenure.(*)..").should().beFreeOfCycles();

  @ArchTest static final ArchRule jetcdInOnePlace = onlyIn("etcd", "io.etcd..", "io.grpc..");
  @ArchTest static final ArchRule networkInOnePlace = onlyIn("etcd", "io.netty..", "io.vertx..");
  @ArchTest static final ArchRule hoconInOnePlace = onlyIn("config", "com.typesafe..");
  @ArchTest static final ArchRule jacksonInOnePlace = onlyIn("json", "com.fasterxml..");

  @ArchTest
  static final ArchRule quartzOnTheThirdFloor =
      noClasses()
          .that(not(resideInAnyPackage(ours("schedule job plugin quartz node jobstore"))))
          .should()
          .dependOnClassesThat(resideInAPackage("org.quartz.."));

  @ArchTest
  static final ArchRule theNodeSeesJobsOfQuartzAndNoScheduler =
      noClasses()
          .that(resideInAPackage("dev.tenure.node.."))
          .should()
          .dependOnClassesThat()
          .haveNameMatching("org\\.quartz\\.(Scheduler|Trigger|impl\\..*|core\\..*|spi\\..*)");

  @ArchTest
  static final ArchRule noWallClockInLeases =
      noClasses()
          .that(resideInAnyPackage(ours("time loop store election")))
          .should()
          .callMethod(System.class, "currentTimeMillis")
          .orShould()
          .callMethod(Instant.class, "now");

  @ArchTest
  static final ArchRule nobodySleeps =
      noClasses().should().callMethod(Thread.class, "sleep", long.class);

  @ArchTest
  static final ArchRule noStaticState =
      noFields().that().areStatic().should().notBeFinal().allowEmptyShould(true);

  @ArchTest
  static final ArchRule namesSayWhatAClassIs =
      noClasses().should().haveNameMatching(".*(Utils|Helper|Manager|Impl)");

  @ArchTest
  static final ArchRule classesAreFinalOrClosed =
      classes()
          .that()
          .areTopLevelClasses()
          .and()
          .areNotInterfaces()
          .and()
          .areNotEnums()
          .should()
          .haveModifier(JavaModifier.FINAL)
          .orShould()
          .haveModifier(JavaModifier.ABSTRACT);

  private static ArchRule mayUse(String room, String others) {
    return noClasses()
        .that(resideInAPackage("dev.tenure." + room + ".."))
        .should()
        .dependOnClassesThat(
            resideInAPackage("dev.tenure..")
                .and(not(resideInAnyPackage(ours(room + " " + others)))));
  }

  private static ArchRule onlyIn(String room, String... libraries) {
    return noClasses()
        .that(not(resideInAPackage("dev.tenure." + room + "..")))
        .should()
        .dependOnClassesThat(resideInAnyPackage(libraries));
  }

  private static String[] ours(String rooms) {
    return Arrays.stream(rooms.trim().split(" +"))
        .map(room -> "dev.tenure." + room + "..")
        .toArray(String[]::new);
  }
}
