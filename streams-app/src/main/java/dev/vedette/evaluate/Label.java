package dev.vedette.evaluate;

/**
 * What an event was part of.
 *
 * @param name the kind of attack or step
 * @param incident which attack; empty if all of a recording are one
 */
public record Label(String name, String incident) {}
