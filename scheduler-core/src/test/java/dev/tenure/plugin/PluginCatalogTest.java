package dev.tenure.plugin;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tenure.job.RunContext;
import dev.tenure.plugin.JobClass.Ambiguous;
import dev.tenure.plugin.JobClass.Found;
import dev.tenure.plugin.JobClass.Missing;
import dev.tenure.plugin.JobClass.NotAJob;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.quartz.Job;
import org.quartz.JobExecutionContext;
import org.quartz.JobExecutionException;

class PluginCatalogTest {

  /** A job on the class path of this test. */
  public static final class OnClassPath implements Job {
    @Override
    public void execute(JobExecutionContext context) {}
  }

  @TempDir private Path scratch;
  private Path plugins;

  @BeforeEach
  void makeFolder() throws IOException {
    plugins = Files.createDirectory(scratch.resolve("plugins"));
  }

  @Test
  void aJobOfAJarIsFoundAndRuns() throws Exception {
    jar().job("acme.Hello", "\"hello\"").write(plugins.resolve("acme.jar"));
    try (PluginCatalog catalog = PluginCatalog.open(plugins)) {
      Found found = found(catalog, "acme.Hello");
      assertThat(found.plugin()).isEqualTo("acme.jar");
      assertThat(found.problem()).isEmpty();
      assertThat(run(found)).isEqualTo("hello");
      assertThat(catalog.plugins())
          .containsExactly(new Plugin("acme.jar", List.of(plugins.resolve("acme.jar"))));
      assertThat(catalog.problems()).isEmpty();
    }
  }

  @Test
  void aFolderOfJarsIsOnePlugin() throws Exception {
    Path lib =
        jar()
            .source("acme.lib.Words", "public class Words { public static String one = \"one\"; }")
            .write(plugins.resolve("acme/words.jar"));
    jar().with(lib).job("acme.Hello", "acme.lib.Words.one").write(plugins.resolve("acme/acme.jar"));
    try (PluginCatalog catalog = PluginCatalog.open(plugins)) {
      Found found = found(catalog, "acme.Hello");
      assertThat(found.plugin()).isEqualTo("acme");
      assertThat(run(found)).isEqualTo("one");
    }
  }

  @Test
  void twoPluginsMayHoldDifferentVersionsOfALibrary() throws Exception {
    for (String plugin : new String[] {"one", "two"}) {
      jar()
          .source(
              "lib.Version",
              "public class Version { public static String v = \"" + plugin + "\"; }")
          .job("acme." + plugin + ".Show", "lib.Version.v")
          .resource("lib.txt", plugin)
          .job(
              "acme." + plugin + ".Read",
              "new String(Read.class.getResourceAsStream(\"/lib.txt\").readAllBytes())")
          .write(plugins.resolve(plugin + ".jar"));
    }
    try (PluginCatalog catalog = PluginCatalog.open(plugins)) {
      for (String plugin : new String[] {"one", "two"}) {
        assertThat(run(found(catalog, "acme." + plugin + ".Show"))).isEqualTo(plugin);
        assertThat(run(found(catalog, "acme." + plugin + ".Read"))).isEqualTo(plugin);
      }
    }
  }

  @Test
  void aPluginSeesTheJobApiButNothingElseOfTheRuntime() throws Exception {
    jar()
        .job("acme.Sees", "Class.forName((String) c.get(\"class\"))")
        .job("acme.Reads", "Reads.class.getClassLoader().getResource((String) c.get(\"name\"))")
        .write(plugins.resolve("acme.jar"));
    try (PluginCatalog catalog = PluginCatalog.open(plugins)) {
      Found sees = found(catalog, "acme.Sees");
      assertThat(run(sees, "class", RunContext.class.getName())).isSameAs(RunContext.class);
      assertThat(run(sees, "class", "org.slf4j.Logger")).isSameAs(org.slf4j.Logger.class);
      assertThat(run(sees, "class", "java.sql.Driver")).isSameAs(java.sql.Driver.class);
      for (String hidden :
          new String[] {PluginCatalog.class.getName(), "com.typesafe.config.Config"}) {
        assertThat(Class.forName(hidden)).isNotNull();
        assertThat(run(sees, "class", hidden)).isInstanceOf(ClassNotFoundException.class);
      }
      Found reads = found(catalog, "acme.Reads");
      assertThat(run(reads, "name", "org/quartz/Job.class")).isNotNull();
      assertThat(run(reads, "name", "dev/tenure/plugin/PluginCatalog.class")).isNull();
    }
  }

  @Test
  void aBundledQuartzIsShadowedByTheRuntimesOwn() throws Exception {
    jar()
        .source(
            "org.quartz.Job",
            "public interface Job { void execute(JobExecutionContext c) throws JobExecutionException; }")
        .job("acme.Hello", "\"hello\"")
        .source("org.quartz.jobs.Extra", "public class Extra {}")
        .job("acme.UsesExtra", "new org.quartz.jobs.Extra().getClass().getSimpleName()")
        .write(plugins.resolve("fat.jar"));
    try (PluginCatalog catalog = PluginCatalog.open(plugins)) {
      assertThat(run(found(catalog, "acme.Hello"))).isEqualTo("hello");
      assertThat(run(found(catalog, "acme.UsesExtra"))).isEqualTo("Extra");
    }
  }

  @Test
  void aMissingClassNamesTheJarsThatWereSearchedAndASimilarClass() throws Exception {
    Path jar = jar().job("com.acme.jobs.NightlyReport", "1").write(plugins.resolve("acme.jar"));
    try (PluginCatalog catalog = PluginCatalog.open(plugins)) {
      JobClass answer = catalog.jobClass("com.acme.NightlyReport");
      assertThat(answer).isInstanceOf(Missing.class);
      assertThat(answer.problem())
          .hasValue(
              "class com.acme.NightlyReport is not in the plug-in folder "
                  + plugins
                  + "; searched "
                  + jar
                  + "; did you mean com.acme.jobs.NightlyReport?");
    }
  }

  @Test
  void anAbsentOrEmptyFolderIsSaid() throws IOException {
    try (PluginCatalog empty = PluginCatalog.open(plugins);
        PluginCatalog absent = PluginCatalog.open(scratch.resolve("absent"))) {
      assertThat(empty.plugins()).isEmpty();
      assertThat(empty.jobClass("a.B").problem().orElseThrow())
          .endsWith("which holds no readable plug-in jar");
      assertThat(absent.problems()).isEmpty();
      assertThat(absent.jobClass("a.B").problem().orElseThrow()).endsWith("which does not exist");
    }
  }

  @Test
  void aClassThatIsNoJobSaysWhy() throws Exception {
    String execute = "public void execute(JobExecutionContext c) {} }";
    jar()
        .source("a.NoJob", "public class NoJob {}")
        .source("a.Abstract", "public abstract class Abstract implements Job {}")
        .source("a.Face", "public interface Face extends Job {}")
        .source("a.Hidden", "class Hidden implements Job { public Hidden() {} " + execute)
        .source(
            "a.Greedy", "public class Greedy implements Job { public Greedy(int i) {} " + execute)
        .source("a.Shy", "public class Shy implements Job { Shy() {} " + execute)
        .source(
            "a.Outer", "public class Outer { public class Inner implements Job { " + execute + "}")
        .write(plugins.resolve("a.jar"));
    Map<String, String> reasons =
        Map.of(
            "a.NoJob", "does not implement org.quartz.Job",
            "a.Abstract", "is abstract; name a class that extends it",
            "a.Face", "is an interface; name a class that extends it",
            "a.Hidden", "is not public",
            "a.Greedy", "has no public constructor without parameters",
            "a.Shy", "has no public constructor without parameters",
            "a.Outer$Inner", "is an inner class; make it static or a class of its own");
    try (PluginCatalog catalog = PluginCatalog.open(plugins)) {
      reasons.forEach(
          (name, reason) -> {
            assertThat(catalog.jobClass(name))
                .isEqualTo(new NotAJob(name, "a.jar", reason, Optional.empty()));
          });
      assertThat(catalog.jobClass("a.NoJob").problem())
          .hasValue("class a.NoJob (in a.jar) does not implement org.quartz.Job");
    }
  }

  @Test
  void anAbsentLibraryIsFoundBeforeTheJobRuns() throws Exception {
    jar()
        .source("lib.Thing", "public class Thing {}")
        .source("lib.Parent", "public abstract class Parent implements Job {}")
        .source(
            "a.Signature",
            "public class Signature implements Job { public void setThing(lib.Thing t) {}"
                + " public void execute(JobExecutionContext c) {} }")
        .source(
            "a.Argument",
            "public class Argument implements Job { public void setThings(java.util.List<lib.Thing>"
                + " t) {} public void execute(JobExecutionContext c) {} }")
        .source(
            "a.Child",
            "public class Child extends lib.Parent { public void execute(JobExecutionContext c) {} }")
        .without("lib.Thing")
        .without("lib.Parent")
        .write(plugins.resolve("a.jar"));
    try (PluginCatalog catalog = PluginCatalog.open(plugins)) {
      for (String name : new String[] {"a.Signature", "a.Argument", "a.Child"}) {
        JobClass answer = catalog.jobClass(name);
        assertThat(answer).isInstanceOf(NotAJob.class);
        assertThat(((NotAJob) answer).cause()).isPresent();
        assertThat(((NotAJob) answer).reason())
            .startsWith("needs a class that its plug-in does not hold: lib.");
      }
    }
  }

  @Test
  void aClassInTwoPluginsIsAmbiguous() throws Exception {
    jar().job("acme.Hello", "1").write(plugins.resolve("one.jar"));
    jar().job("acme.Hello", "2").write(plugins.resolve("two.jar"));
    try (PluginCatalog catalog = PluginCatalog.open(plugins)) {
      JobClass answer = catalog.jobClass("acme.Hello");
      assertThat(answer).isInstanceOf(Ambiguous.class);
      assertThat(answer.problem())
          .hasValue(
              "class acme.Hello is in more than one plug-in: one.jar, two.jar; keep one of them");
    }
  }

  @Test
  void aBrokenJarIsAProblemAndTheOthersWork() throws Exception {
    Files.writeString(plugins.resolve("broken.jar"), "not a zip file");
    Files.writeString(plugins.resolve("notes.txt"), "nothing to see");
    Files.createDirectory(plugins.resolve("hollow"));
    jar().job("acme.Hello", "\"hello\"").write(plugins.resolve("good.jar"));
    try (PluginCatalog catalog = PluginCatalog.open(plugins)) {
      assertThat(run(found(catalog, "acme.Hello"))).isEqualTo("hello");
      assertThat(catalog.plugins()).extracting(Plugin::name).containsExactly("good.jar");
      assertThat(catalog.problems()).hasSize(2);
      assertThat(catalog.problems().get(0))
          .contains("broken.jar cannot be opened as a jar")
          .contains("is left out");
      assertThat(catalog.problems().get(1)).contains("hollow holds no jar");
    }
  }

  @Test
  void anEmbeddingProgramCanUseItsOwnClassesBesideThoseOfPlugins() throws Exception {
    jar().job("acme.Hello", "\"hello\"").write(plugins.resolve("acme.jar"));
    ClassLoader own = getClass().getClassLoader();
    String name = OnClassPath.class.getName();
    try (PluginCatalog both = PluginCatalog.open(plugins, own);
        PluginCatalog classPath = PluginCatalog.of(own);
        PluginCatalog folder = PluginCatalog.open(plugins)) {
      assertThat(found(both, name).type()).isSameAs(OnClassPath.class);
      assertThat(found(both, "acme.Hello").plugin()).isEqualTo("acme.jar");
      assertThat(found(classPath, name).plugin()).isEqualTo(Plugin.CLASS_PATH);
      assertThat(classPath.jobClass("acme.Hello").problem())
          .hasValue("class acme.Hello is not in the class path");
      assertThat(folder.jobClass(name)).isInstanceOf(Missing.class);
    }
  }

  @Test
  void aClosedCatalogLetsGoOfItsJars() throws Exception {
    jar()
        .job("acme.Later", "Class.forName(\"acme.Unused\")")
        .job("acme.Unused", "1")
        .write(plugins.resolve("acme.jar"));
    Found found;
    try (PluginCatalog catalog = PluginCatalog.open(plugins)) {
      found = found(catalog, "acme.Later");
    }
    assertThat(run(found)).isInstanceOf(ClassNotFoundException.class);
  }

  private PluginJar jar() {
    return new PluginJar(scratch);
  }

  private static Found found(PluginCatalog catalog, String className) {
    JobClass answer = catalog.jobClass(className);
    assertThat(answer).as(answer.problem().orElse("")).isInstanceOf(Found.class);
    return (Found) answer;
  }

  private static Object run(Found found) throws Exception {
    return run(found, "unused", "unused");
  }

  /** The result of the job, or what it threw. */
  private static Object run(Found found, String key, String value) throws Exception {
    Job job = new JobInjector().build(found.type(), Map.of());
    JobExecutionContext context = Contexts.of(job);
    context.put(key, value);
    try {
      job.execute(context);
    } catch (JobExecutionException e) {
      return e.getCause();
    }
    return context.getResult();
  }
}
