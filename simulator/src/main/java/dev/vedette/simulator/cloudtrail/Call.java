package dev.vedette.simulator.cloudtrail;

import java.util.ArrayList;
import java.util.List;

/**
 * One operation of the interface.
 *
 * @param service the service's name, such as {@code ec2}
 * @param name such as {@code DescribeInstances}
 * @param weight how often, relative to the others of the same job
 */
record Call(String service, String name, double weight) {
  private static final List<String> READING =
      List.of(
          "Describe",
          "List",
          "Get",
          "Head",
          "BatchGet",
          "Lookup",
          "Query",
          "Scan",
          "Search",
          "Filter",
          "Simulate",
          "Generate",
          "AssumeRole",
          "Decrypt",
          "Validate",
          "StartQuery");

  /**
   * Reads calls of one service.
   *
   * @param text names with weights, such as {@code "DescribeInstances 10, RunInstances 0.5"}
   */
  static List<Call> of(String service, String text) {
    var calls = new ArrayList<Call>();
    for (String each : text.split(",", -1)) {
      String entry = each.strip();
      int gap = entry.indexOf(' ');
      if (gap < 0) {
        throw new IllegalArgumentException("a call is a name and a weight, not " + entry);
      }
      calls.add(
          new Call(service, entry.substring(0, gap), Double.parseDouble(entry.substring(gap + 1))));
    }
    return calls;
  }

  /** Whether it changes nothing. */
  boolean readOnly() {
    return READING.stream().anyMatch(name::startsWith);
  }

  /** Whether it reads or writes an object instead of managing the account. */
  boolean data() {
    return service.equals("s3") && (name.endsWith("Object") || name.equals("HeadObject"));
  }

  /** Whether the service has one endpoint for all regions. */
  boolean global() {
    return switch (service) {
      case "iam", "organizations", "ce", "signin", "route53" -> true;
      default -> false;
    };
  }

  String eventSource() {
    return service + ".amazonaws.com";
  }
}
