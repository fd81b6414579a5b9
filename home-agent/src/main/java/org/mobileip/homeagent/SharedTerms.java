package org.mobileip.homeagent;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Terms by number, each once, as long as somebody has them. For one thread. */
final class SharedTerms {

    /** How many have some terms. */
    private static final class Share {
        private final BindingTerms terms;
        private int holders;

        private Share(BindingTerms terms) {
            this.terms = terms;
        }
    }

    private final Map<BindingTerms, Integer> numbers = new HashMap<>();
    private final List<Share> shares = new ArrayList<>();
    private final Deque<Integer> free = new ArrayDeque<>();

    /** The number of {@code terms}, which one more has from now on. */
    int take(BindingTerms terms) {
        Integer known = numbers.get(terms);
        int number = known == null ? add(terms) : known;
        shares.get(number).holders++;
        return number;
    }

    private int add(BindingTerms terms) {
        Share share = new Share(terms);
        int number;
        if (free.isEmpty()) {
            number = shares.size();
            shares.add(share);
        } else {
            number = free.pop();
            shares.set(number, share);
        }
        numbers.put(terms, number);
        return number;
    }

    BindingTerms get(int number) {
        return shares.get(number).terms;
    }

    /** One has them no more. */
    void giveBack(int number) {
        Share share = shares.get(number);
        if (--share.holders == 0) {
            numbers.remove(share.terms);
            free.push(number);
        }
    }

    /** How many different ones there are. */
    int size() {
        return numbers.size();
    }
}
