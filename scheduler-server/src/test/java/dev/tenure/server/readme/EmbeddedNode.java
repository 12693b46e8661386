package dev.tenure.server.readme;

import dev.tenure.config.ConfigLoader;
import dev.tenure.config.Configuration;
import dev.tenure.node.Embedding;
import dev.tenure.node.TenureNode;
import java.nio.file.Path;
import java.util.concurrent.CountDownLatch;

public final class EmbeddedNode {

  public static void main(String[] args) throws InterruptedException {
    Configuration configuration = ConfigLoader.system().load(Path.of("conf/tenure.conf")).orThrow();
    // Job classes come from the plug-in folder, and from this program itself.
    Embedding embedding =
        Embedding.of(configuration).withJobClasses(EmbeddedNode.class.getClassLoader());
    TenureNode node = TenureNode.start(configuration, embedding);
    Runtime.getRuntime()
        .addShutdownHook(
            new Thread(
                () -> {
                  node.drain();
                  node.close();
                }));
    new CountDownLatch(1).await();
  }
}
