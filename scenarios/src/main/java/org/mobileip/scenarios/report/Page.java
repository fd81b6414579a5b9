package org.mobileip.scenarios.report;

import java.util.Arrays;
import java.util.stream.Collectors;

/**
 * The frame of every page: one file, no script, nothing fetched. The style sheet adds comfort, narrow screens, paper and
 * dark mode; a page whose style sheet is blocked has the same content and colours.
 */
final class Page {

    private static final String COMMON = """
            :root { color-scheme: light dark; }
            body { font: 15px/1.45 system-ui, sans-serif; margin: 0 auto; max-width: 1180px; padding: 16px; color: #1a1a1a; background: #fff; }
            h1 { font-size: 1.5rem; margin: .2em 0; } h2 { font-size: 1.1rem; margin: 1.6em 0 .5em; } h3 { font-size: 1rem; margin: 1.4em 0 .3em; }
            table { border-collapse: collapse; font-size: .9rem; } td, th { padding: 2px 10px 2px 0; text-align: left; vertical-align: top; }
            code { font-family: ui-monospace, monospace; font-size: .85rem; }
            .picture { overflow-x: auto; } .picture > svg { min-width: 860px; max-width: 1180px; height: auto; }
            .faint { color: #6b6b6b; } .t-green { color: #00794f; } .t-red { color: #b84a00; font-weight: 600; } .t-orange { color: #8a5a00; }
            .two { display: grid; grid-template-columns: minmax(0, 7fr) minmax(0, 4fr); gap: 24px; }
            .two .picture > svg { min-width: 340px; max-width: 100%; } .script td { padding-top: 0; padding-bottom: 0; } .script .remark { padding-left: 1.5em; font-size: .85rem; }
            .told { max-width: calc(100vw - 6em); } .verdict { font-size: 1.2rem; font-weight: 700; }
            @media (max-width: 900px) { .two { grid-template-columns: minmax(0, 1fr); } body { padding: 10px; } }
            @media print { @page { size: A4; margin: 12mm; } :root { font-size: 10px; } body { max-width: none; font-size: 10px; } section { break-inside: avoid; }
              .picture { overflow: visible; } .picture > svg { min-width: 0; width: 100%; } details { display: none; } .two { display: block; } .two .picture > svg { width: 60%; } }
            """;

    private Page() {}

    static String of(String title, String body) {
        return "<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n"
                + "<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n<title>"
                + Html.escape(title)
                + "</title>\n<style>\n" + COMMON + dark() + "</style>\n</head>\n<body>\n" + body + "</body>\n</html>\n";
    }

    private static String dark() {
        String inks = Arrays.stream(Ink.values())
                .map(ink -> ".f-" + ink.word() + " { fill: " + ink.inTheDark() + "; } .s-" + ink.word() + " { stroke: "
                        + ink.inTheDark() + "; }")
                .collect(Collectors.joining("\n"));
        return "@media screen and (prefers-color-scheme: dark) {\nbody { color: #e8e8e8; background: #161616; }"
                + " a { color: #8fd0f5; } .faint { color: #a0a0a0; }\n.t-green { color: #26c99a; } .t-red { color: #ff8a3d; }"
                + " .t-orange { color: #e69f00; }\n" + inks + "\n}\n";
    }
}
