package org.mobileip.scenarios.language;

import java.util.stream.Collectors;

/** How a form is written, in one short line: {@code move NODE to NET [overlap DUR]}. */
final class Usage {

    private Usage() {}

    /** The whole form; long lists of options are left out. */
    static String of(Form form) {
        if (form instanceof Form.Word word) {
            return word.text();
        } else if (form instanceof Form.Slot<?> slot) {
            return slot.kind().symbol();
        } else if (form instanceof Form.Sequence sequence) {
            return sequence.parts().stream().map(Usage::of).collect(Collectors.joining(" "));
        } else if (form instanceof Form.Maybe maybe) {
            return "[" + of(maybe.form()) + "]";
        } else if (form instanceof Form.OneOf choice) {
            boolean words = choice.choices().stream().allMatch(Form.Word.class::isInstance);
            return words ? choice.choices().stream().map(Usage::of).collect(Collectors.joining("|")) : "…";
        } else if (form instanceof Form.AnyOf) {
            return "[…]";
        } else if (form instanceof Form.Many many) {
            return of(many.slot()) + "…";
        }
        throw new AssertionError(form);
    }

    /** What tells a form from its neighbours: its first word, or all of it where it begins with a value. */
    static String begin(Form form) {
        return form.firstWords().isEmpty() ? of(form) : String.join(", ", form.firstWords());
    }
}
