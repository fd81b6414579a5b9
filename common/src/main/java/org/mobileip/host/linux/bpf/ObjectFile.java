package org.mobileip.host.linux.bpf;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.mobileip.host.linux.BpfMap;
import org.mobileip.net.Octets;

/**
 * What a compiler makes of a BPF program in C: an ELF relocatable file of 64 bits (elf(5)), little-endian. As much of it is
 * understood as our own file has: maps in a section of their own, one program a section, relocations that name maps.
 */
final class ObjectFile {

    private static final int MAGIC = 0x7f454c46;
    private static final int CLASS_64_LITTLE_ENDIAN = 0x0201;
    private static final int SECTION_TABLE = 40;
    private static final int SECTION_HEADER_SIZE = 58;
    private static final int HEADER_SIZE = 64;

    private static final int TYPE_SYMBOLS = 2;
    private static final int TYPE_RELOCATIONS = 9;
    private static final int SYMBOL_SIZE = 24;
    private static final int RELOCATION_SIZE = 16;
    /** R_BPF_64_64: the constant of an instruction. */
    private static final int CONSTANT = 1;

    /** {@code struct map}: five numbers of 32 bits. */
    private static final int MAP_SIZE = 20;

    /**
     * A program whose maps have yet to be made.
     *
     * @param maps the names of the maps that the constants of the instructions at these offsets stand for
     */
    record Program(Octets instructions, Map<Integer, String> maps) {

        Program {
            maps = Map.copyOf(maps);
        }
    }

    private record Section(int index, String name, int type, int at, int size, int link, int info) {}

    private record Symbol(String name, int section, int value) {}

    private final ByteBuffer file;
    private final List<Section> sections = new ArrayList<>();
    private final List<Symbol> symbols = new ArrayList<>();

    private ObjectFile(Octets octets) {
        file = octets.toBuffer().order(ByteOrder.LITTLE_ENDIAN);
        readSections();
        readSymbols();
    }

    /** @throws IllegalArgumentException when it is not such a file, or is cut short */
    static ObjectFile decode(Octets octets) {
        try {
            if (octets.size() < HEADER_SIZE || octets.i32(0) != MAGIC || octets.u16(4) != CLASS_64_LITTLE_ENDIAN) {
                throw new IllegalArgumentException("not an ELF file of 64 bits, little-endian");
            }
            return new ObjectFile(octets);
        } catch (IndexOutOfBoundsException e) {
            throw new IllegalArgumentException("the file leads out of itself: " + e.getMessage(), e);
        }
    }

    private void readSections() {
        int table = Math.toIntExact(file.getLong(SECTION_TABLE) & 0x7fff_ffff);
        int entry = file.getShort(SECTION_HEADER_SIZE);
        int count = file.getShort(SECTION_HEADER_SIZE + 2);
        int names = file.getInt(table + file.getShort(SECTION_HEADER_SIZE + 4) * entry + 24);
        for (int i = 0; i < count; i++) {
            int at = table + i * entry;
            sections.add(new Section(
                    i,
                    text(names + file.getInt(at)),
                    file.getInt(at + 4),
                    file.getInt(at + 24),
                    file.getInt(at + 32),
                    file.getInt(at + 40),
                    file.getInt(at + 44)));
        }
    }

    private void readSymbols() {
        for (Section table : sections) {
            if (table.type != TYPE_SYMBOLS) {
                continue;
            }
            int names = sections.get(table.link).at;
            for (int at = table.at; at < table.at + table.size; at += SYMBOL_SIZE) {
                symbols.add(
                        new Symbol(text(names + file.getInt(at)), file.getShort(at + 6) & 0xffff, file.getInt(at + 8)));
            }
        }
    }

    private String text(int at) {
        int end = at;
        while (file.get(end) != 0) {
            end++;
        }
        return new String(octets(at, end - at).toArray(), StandardCharsets.US_ASCII);
    }

    private Octets octets(int at, int length) {
        return Octets.of(file.slice(at, length));
    }

    private Section section(String name) {
        return sections.stream()
                .filter(each -> each.name.equals(name))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("no section " + name));
    }

    /** By the kernel's list of words. */
    String license() {
        return text(section("license").at);
    }

    /** The maps by their names, in the order of the file. */
    Map<String, BpfMap.Shape> maps() {
        Section section = section("maps");
        Map<String, BpfMap.Shape> maps = new LinkedHashMap<>();
        for (Symbol symbol : symbols) {
            if (symbol.section == section.index && !symbol.name.isEmpty()) {
                int at = section.at + symbol.value;
                if (file.getInt(at + 4) != Integer.BYTES || symbol.value + MAP_SIZE > section.size) {
                    throw new IllegalArgumentException("map " + symbol.name + " is none that is known here");
                }
                maps.put(
                        symbol.name,
                        new BpfMap.Shape(
                                symbol.name,
                                file.getInt(at),
                                file.getInt(at + 8),
                                file.getInt(at + 12),
                                file.getInt(at + 16)));
            }
        }
        return maps;
    }

    /** The program of the section {@code tc/NAME}. */
    Program program(String name) {
        Section code = section("tc/" + name);
        Map<Integer, String> maps = new LinkedHashMap<>();
        for (Section relocations : sections) {
            if (relocations.type == TYPE_RELOCATIONS && relocations.info == code.index) {
                readRelocations(relocations, maps);
            }
        }
        return new Program(octets(code.at, code.size), maps);
    }

    private void readRelocations(Section relocations, Map<Integer, String> maps) {
        for (int at = relocations.at; at < relocations.at + relocations.size; at += RELOCATION_SIZE) {
            if (file.getInt(at + 8) != CONSTANT) {
                throw new IllegalArgumentException("a relocation of type " + file.getInt(at + 8));
            }
            maps.put(file.getInt(at), symbols.get(file.getInt(at + 12)).name);
        }
    }
}
