package dev.vedette.runtime;

/**
 * Twice as many carriers of virtual threads as the JDK's default of one for each core.
 *
 * <p>Requests are answered on virtual threads, which nobody takes off their carrier while they work
 * or read a store (native code). When the flows take a core from a carrier, whoever is on it waits,
 * and so do those that would follow; with one more for each core the operating system shares what
 * is left among all (docs/benchmarks.md, what it does to the slowest answers).
 */
public final class Carriers {
  private static final String PARALLELISM = "jdk.virtualThreadScheduler.parallelism";

  private Carriers() {}

  /** To be called before the first virtual thread starts; what the user has set stands. */
  public static void provide() {
    if (System.getProperty(PARALLELISM) == null) {
      int carriers = 2 * Runtime.getRuntime().availableProcessors();
      System.setProperty(PARALLELISM, Integer.toString(carriers));
    }
  }
}
