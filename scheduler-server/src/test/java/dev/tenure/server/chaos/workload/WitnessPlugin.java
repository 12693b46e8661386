package dev.tenure.server.chaos.workload;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;

/** A jar with nothing but the jobs. */
public final class WitnessPlugin {

  private WitnessPlugin() {}

  /** Writes it into a folder of plug-ins. */
  public static void write(Path plugins) throws IOException {
    Path jar = Files.createDirectories(plugins).resolve("witness.jar");
    try (OutputStream file = Files.newOutputStream(jar);
        JarOutputStream out = new JarOutputStream(file)) {
      for (Class<?> type : List.of(WitnessJob.class, KeepingWitnessJob.class)) {
        String name = type.getName().replace('.', '/') + ".class";
        try (InputStream in = type.getClassLoader().getResourceAsStream(name)) {
          if (in == null) {
            throw new IOException("there is no class " + name);
          }
          out.putNextEntry(new JarEntry(name));
          in.transferTo(out);
          out.closeEntry();
        }
      }
    }
  }
}
