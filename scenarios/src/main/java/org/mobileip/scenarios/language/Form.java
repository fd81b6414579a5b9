package org.mobileip.scenarios.language;

import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * What can stand on a line. One description serves to read scripts, to say what is wrong in them, to print the reference
 * and to complete what is typed. Each form is one object, by which a {@link Match} is asked what stood there.
 */
sealed interface Form {

    /** As the grammar writes it. */
    String grammar();

    /** The words that this form can begin with. */
    Set<String> firstWords();

    /** Whether a line that goes on with {@code token} may go on with this form. */
    boolean beginsWith(Token token);

    static Word word(String text) {
        return new Word(text, List.of());
    }

    static Sequence sequence(Form... parts) {
        return new Sequence(List.of(parts));
    }

    static OneOf oneOf(Form... choices) {
        return new OneOf(List.of(choices));
    }

    /** A word that stands for itself. */
    final class Word implements Form {
        private final String text;
        private final List<String> aliases;

        private Word(String text, List<String> aliases) {
            this.text = text;
            this.aliases = aliases;
        }

        Word or(String... others) {
            return new Word(text, List.of(others));
        }

        String text() {
            return text;
        }

        boolean matches(Token token) {
            return token.is(text) || aliases.stream().anyMatch(token::is);
        }

        @Override
        public String grammar() {
            return "\"" + text + "\"";
        }

        @Override
        public Set<String> firstWords() {
            return Set.of(text);
        }

        @Override
        public boolean beginsWith(Token token) {
            return matches(token);
        }
    }

    /** A place for a value. */
    final class Slot<T> implements Form {
        private final Kind<T> kind;
        private final Optional<Names.Sort> declares;
        private final List<Names.Sort> refersTo;

        Slot(Kind<T> kind) {
            this(kind, Optional.empty(), List.of());
        }

        private Slot(Kind<T> kind, Optional<Names.Sort> declares, List<Names.Sort> refersTo) {
            this.kind = kind;
            this.declares = declares;
            this.refersTo = refersTo;
        }

        /** A place where something gets its name. */
        static Slot<String> naming(Names.Sort sort) {
            return new Slot<>(Kinds.NAME, Optional.of(sort), List.of());
        }

        /** A place for the name of something that is declared elsewhere: of one of {@code sorts}. */
        static Slot<String> nameOf(Kind<String> kind, Names.Sort... sorts) {
            return new Slot<>(kind, Optional.empty(), List.of(sorts));
        }

        /** What the value that stands here becomes a name for. */
        Optional<Names.Sort> declares() {
            return declares;
        }

        /** What the value that stands here has to be the name of; none where it is no name. */
        List<Names.Sort> refersTo() {
            return refersTo;
        }

        Kind<T> kind() {
            return kind;
        }

        @Override
        public String grammar() {
            return kind.symbol();
        }

        @Override
        public Set<String> firstWords() {
            return Set.of();
        }

        @Override
        public boolean beginsWith(Token token) {
            return kind.isWrittenLike(token);
        }
    }

    /** One after the other. */
    record Sequence(List<Form> parts) implements Form {
        @Override
        public String grammar() {
            return parts.stream().map(Form::grammar).collect(Collectors.joining(" "));
        }

        @Override
        public Set<String> firstWords() {
            return parts.get(0).firstWords();
        }

        @Override
        public boolean beginsWith(Token token) {
            return parts.get(0).beginsWith(token);
        }
    }

    /** One of them; the first that fits. */
    record OneOf(List<Form> choices) implements Form {
        @Override
        public String grammar() {
            return choices.stream().map(Form::grammar).collect(Collectors.joining(" | ", "( ", " )"));
        }

        @Override
        public Set<String> firstWords() {
            return words(choices);
        }

        @Override
        public boolean beginsWith(Token token) {
            return choices.stream().anyMatch(each -> each.beginsWith(token));
        }
    }

    /** It, or nothing. */
    record Maybe(Form form) implements Form {
        @Override
        public String grammar() {
            return "[ " + form.grammar() + " ]";
        }

        @Override
        public Set<String> firstWords() {
            return form.firstWords();
        }

        @Override
        public boolean beginsWith(Token token) {
            return form.beginsWith(token);
        }
    }

    /**
     * Any of them, in any order, each beginning with a word of its own.
     *
     * @param choices each at most once
     * @param repeatable those among them that may come again
     * @param elsewhere advice about words that somebody might look for here
     */
    record AnyOf(List<Form> choices, Set<Form> repeatable, Map<String, String> elsewhere) implements Form {
        @Override
        public String grammar() {
            return choices.stream().map(Form::grammar).collect(Collectors.joining(" | ", "{ ", " }"));
        }

        @Override
        public Set<String> firstWords() {
            return words(choices);
        }

        @Override
        public boolean beginsWith(Token token) {
            return choices.stream().anyMatch(each -> each.beginsWith(token));
        }
    }

    /** One or more, to the end of the line. */
    record Many(Slot<?> slot) implements Form {
        @Override
        public String grammar() {
            return slot.grammar() + "…";
        }

        @Override
        public Set<String> firstWords() {
            return Set.of();
        }

        @Override
        public boolean beginsWith(Token token) {
            return slot.beginsWith(token);
        }
    }

    /** Any of {@code choices}, each at most once. */
    static AnyOf anyOf(Form... choices) {
        return new AnyOf(Arrays.asList(choices), Set.of(), Map.of());
    }

    private static Set<String> words(List<Form> choices) {
        return choices.stream()
                .flatMap(each -> each.firstWords().stream())
                .collect(Collectors.toCollection(LinkedHashSet::new));
    }
}
