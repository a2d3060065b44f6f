package dev.vedette.runtime;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import jdk.management.VirtualThreadSchedulerMXBean;
import org.junit.jupiter.api.Test;

class CarriersTest {
  @Test
  void shouldBeTwoForEachCore() throws Exception {
    assertEquals(2 * Runtime.getRuntime().availableProcessors(), carriersOf(List.of()));
  }

  @Test
  void shouldBeWhatTheUserSets() throws Exception {
    assertEquals(3, carriersOf(List.of("-Djdk.virtualThreadScheduler.parallelism=3")));
  }

  private static int carriersOf(List<String> options) throws IOException, InterruptedException {
    var command = new ArrayList<String>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(options);
    command.addAll(List.of("-cp", System.getProperty("java.class.path"), Probe.class.getName()));
    Process process =
        new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT).start();
    try (var output = process.inputReader(UTF_8)) {
      return Integer.parseInt(output.readLine());
    } finally {
      assertEquals(0, process.waitFor());
    }
  }

  /** An application of one virtual thread. */
  static final class Probe {
    private Probe() {}

    /** Prints how many carriers the JDK uses. */
    public static void main(String[] arguments) throws InterruptedException {
      Carriers.provide();
      Thread.startVirtualThread(() -> {}).join();
      System.out.println(
          ManagementFactory.getPlatformMXBean(VirtualThreadSchedulerMXBean.class).getParallelism());
    }
  }
}
