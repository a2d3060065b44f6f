package dev.vedette.flows;

/** Whose time it is when risk is evaluated. */
public enum Now {
  /** The present: risk falls while nothing is seen. For a service. */
  WALL_CLOCK,

  /** The greatest time of reception seen: history is evaluated as it was lived. For a replay. */
  RECEPTION
}
