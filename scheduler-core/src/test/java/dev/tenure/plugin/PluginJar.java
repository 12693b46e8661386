package dev.tenure.plugin;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.stream.Stream;
import javax.tools.ToolProvider;

/** Compiles classes, in a scratch folder, and packs them into a jar. */
final class PluginJar {

  private final Path scratch;
  private final Map<String, String> sources = new LinkedHashMap<>();
  private final Map<String, String> resources = new LinkedHashMap<>();
  private final List<Path> classPath = new ArrayList<>();
  private final List<String> leftOut = new ArrayList<>();

  PluginJar(Path scratch) {
    this.scratch = scratch;
  }

  /** A class; {@code body} is all that follows the imports of the Quartz API. */
  PluginJar source(String className, String body) {
    int dot = className.lastIndexOf('.');
    sources.put(
        className, "package " + className.substring(0, dot) + ";\nimport org.quartz.*;\n" + body);
    return this;
  }

  /** A job that gives what the expression is to the result. */
  PluginJar job(String className, String resultExpression) {
    String simple = className.substring(className.lastIndexOf('.') + 1);
    return source(
        className,
        "public class "
            + simple
            + " implements Job { public void execute(JobExecutionContext c) throws"
            + " JobExecutionException { try { c.setResult("
            + resultExpression
            + "); } catch (Exception e) { throw new JobExecutionException(e); } } }");
  }

  PluginJar resource(String name, String text) {
    resources.put(name, text);
    return this;
  }

  /** Compiles against this jar, too, without packing it. */
  PluginJar with(Path jar) {
    classPath.add(jar);
    return this;
  }

  /** Compiles the class but does not pack it. */
  PluginJar without(String className) {
    leftOut.add(className.replace('.', '/') + ".class");
    return this;
  }

  Path write(Path jar) throws IOException {
    Path classes = Files.createTempDirectory(scratch, "classes");
    if (!sources.isEmpty()) {
      compile(classes);
    }
    Files.createDirectories(jar.toAbsolutePath().getParent());
    try (OutputStream file = Files.newOutputStream(jar);
        JarOutputStream out = new JarOutputStream(file);
        Stream<Path> compiled = Files.walk(classes)) {
      for (Path path : compiled.filter(Files::isRegularFile).sorted().toList()) {
        String name = classes.relativize(path).toString().replace('\\', '/');
        if (!leftOut.contains(name)) {
          put(out, name, Files.readAllBytes(path));
        }
      }
      for (Map.Entry<String, String> resource : resources.entrySet()) {
        put(out, resource.getKey(), resource.getValue().getBytes(StandardCharsets.UTF_8));
      }
    }
    return jar;
  }

  private void compile(Path classes) throws IOException {
    Path sourceDir = Files.createTempDirectory(scratch, "sources");
    List<String> arguments = new ArrayList<>(List.of("-proc:none", "-d", classes.toString()));
    String path = System.getProperty("java.class.path");
    for (Path jar : classPath) {
      path += System.getProperty("path.separator") + jar;
    }
    arguments.addAll(List.of("-classpath", path));
    for (Map.Entry<String, String> source : sources.entrySet()) {
      Path file = sourceDir.resolve(source.getKey().replace('.', '/') + ".java");
      Files.createDirectories(file.getParent());
      Files.writeString(file, source.getValue());
      arguments.add(file.toString());
    }
    ByteArrayOutputStream errors = new ByteArrayOutputStream();
    int exit =
        ToolProvider.getSystemJavaCompiler()
            .run(null, errors, errors, arguments.toArray(String[]::new));
    if (exit != 0) {
      throw new IllegalArgumentException(errors.toString(StandardCharsets.UTF_8));
    }
  }

  private static void put(JarOutputStream out, String name, byte[] bytes) throws IOException {
    out.putNextEntry(new JarEntry(name));
    out.write(bytes);
    out.closeEntry();
  }
}
