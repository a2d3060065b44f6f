package dev.vedette.policy;

import java.util.List;

/** A text is no policy: a line for each complaint, which names place, what is wrong and allowed. */
public final class PolicyFormatException extends IllegalArgumentException {
  private static final long serialVersionUID = 1;

  PolicyFormatException(List<String> complaints) {
    super(String.join("\n", complaints));
  }
}
