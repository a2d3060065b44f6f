package dev.vedette.simulator;

/**
 * What an event of an attack is part of. Honest events have none.
 *
 * @param campaign the campaign's id, such as {@code c03-password-spray}
 * @param attack the kind of attack
 * @param step the step in the attack, such as {@code spray}, {@code sign_in}, {@code collection}
 * @param principal the account that this event attacks or abuses
 */
public record Label(String campaign, AttackKind attack, String step, String principal) {}
