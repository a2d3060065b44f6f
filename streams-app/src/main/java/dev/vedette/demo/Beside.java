package dev.vedette.demo;

import dev.vedette.runtime.Pipeline;
import dev.vedette.runtime.Pipeline.Deployment;
import dev.vedette.topology.PipelineSettings;

/** Something that answers questions beside the pipeline while the live part lasts: REST. */
@FunctionalInterface
public interface Beside {
  /** Starts it on 127.0.0.1. */
  Running start(int port, Pipeline pipeline, PipelineSettings settings, Deployment deployment);

  /** What was started. */
  @FunctionalInterface
  interface Running extends AutoCloseable {
    /** Stops it. */
    @Override
    void close();
  }
}
