package dev.vedette.rest;

import dev.vedette.risk.Policy;
import java.util.List;

/** What may be asked of the service itself. */
public interface OperationQueries {
  /** The most tenants that {@link #tenants} finds. */
  int MAX_TENANTS = 100;

  /** The tenants of which there is a risk record, in order; the first so many. */
  List<String> tenants(int atMost);

  /** The policy by which a tenant's evidence becomes risk now. */
  Policy policy(String tenant);
}
