"""Every sentence that vkstats says to a person, in Vietnamese and in English.

A key is `area.code`; `{name}` stands for a detail of the error, warning or notice, and `{count:file|files}` for a
number with the word in the right form. A key that is not in the
catalogue, or lacks a detail, comes out as it is with the details it has: a notice is never lost.
"""

from __future__ import annotations

from collections.abc import Mapping

LANGUAGES = ("vi", "en")

# key: (Vietnamese, English)
CATALOGUE: Mapping[str, tuple[str, str]] = {
    # --- an input that cannot be read: `{source}` is put in front -----------------------------------
    "read.missing": (
        "không có tệp này; kiểm tra lại đường dẫn",
        "there is no such file; check the path",
    ),
    "read.directory": (
        "đây là thư mục; hãy nêu từng tệp, ví dụ {source}/*.txt",
        "this is a directory; name its files, for example {source}/*.txt",
    ),
    "read.permission": (
        "không có quyền đọc tệp; kiểm tra quyền bằng ls -l",
        "no permission to read the file; check it with ls -l",
    ),
    "read.unreadable": (
        "không đọc được ({cause}); kiểm tra ổ đĩa hoặc chép tệp sang chỗ khác",
        "cannot be read ({cause}); check the disk, or copy the file elsewhere",
    ),
    "read.empty": (
        "tệp không có chữ nào; kiểm tra lại nguồn của tệp",
        "the file holds no text; check where it comes from",
    ),
    "read.unsupported": (
        "byte 0: trông như tệp {format}, chưa đọc được; hãy lưu thành văn bản .txt (UTF-8)",
        "byte 0: looks like {format}, which is not supported yet; save it as plain text (UTF-8)",
    ),
    "read.binary": (
        "byte {offset}: tệp nhị phân, không phải văn bản; hãy lưu thành văn bản .txt (UTF-8)",
        "byte {offset}: a binary file, not text; save it as plain text (UTF-8)",
    ),
    "read.nul": (
        "byte {offset} (dòng {line}): có ký tự NUL; hãy xoá đi, ví dụ bằng tr -d '\\000'",
        "byte {offset} (line {line}): a NUL character; remove it, for example with tr -d '\\000'",
    ),
    "read.undecodable": (
        "byte {offset} (dòng {line}): {bytes} không phải UTF-8; hãy lưu lại tệp bằng UTF-8",
        "byte {offset} (line {line}): {bytes} is not UTF-8; save the file as UTF-8",
    ),
    "read.surrogate": (
        "byte {offset} (dòng {line}): {bytes} là nửa ký tự (surrogate lẻ), không phải UTF-8; hãy lưu lại tệp bằng UTF-8",
        "byte {offset} (line {line}): {bytes} is half a character (a lone surrogate), not UTF-8; save the file as UTF-8",
    ),
    "read.cesu": (
        "byte {offset} (dòng {line}): {bytes} là CESU-8 (cặp surrogate), không phải UTF-8; hãy lưu lại tệp bằng UTF-8",
        "byte {offset} (line {line}): {bytes} is CESU-8 (a pair of surrogates), not UTF-8; save the file as UTF-8",
    ),
    "read.too-large": (
        "văn bản lớn hơn mức {limit} MB cho một tài liệu; hãy chia nhỏ, hoặc tăng mức bằng --max-size",
        "the text is larger than the limit of {limit} MB a document; split it, or raise the limit with --max-size",
    ),
    # --- an output that cannot be written: `{target}` is put in front --------------------------------
    "write.directory": (
        "đây là thư mục; hãy nêu tên một tệp",
        "this is a directory; name a file",
    ),
    "write.no-directory": (
        "không có thư mục {directory}; hãy tạo trước bằng mkdir -p",
        "there is no directory {directory}; create it first with mkdir -p",
    ),
    "write.permission": (
        "không có quyền ghi vào đây; hãy chọn chỗ khác",
        "no permission to write here; choose another place",
    ),
    "write.failed": (
        "không ghi được ({cause}); tệp cũ, nếu có, còn nguyên",
        "could not be written ({cause}); an older file, if any, is untouched",
    ),
    "write.cut-off": (
        "không ghi được đến hết ({cause}); phần đã ghi có thể thiếu",
        "could not be written to the end ({cause}); what is there may be incomplete",
    ),
    "write.closed": (
        "đầu ra chuẩn đã đóng; hãy ghi vào tệp bằng -o",
        "standard output is closed; write to a file with -o",
    ),
    "write.is-input": (
        "tệp kết quả trùng với tệp đầu vào; hãy chọn tên khác",
        "the output file is also an input file; choose another name",
    ),
    # --- what could not be resolved in a text: warnings of a record ----------------------------------
    "warning.no-vietnamese": (
        "không thấy chữ tiếng Việt nào; kết quả có thể vô nghĩa, hãy kiểm tra lại tệp",
        "no Vietnamese letter in the text; the result may be meaningless, check the file",
    ),
    "warning.doubtful-number": (
        "số này có thể đọc cách khác ({reading})",
        "this number can be read another way ({reading})",
    ),
    "warning.unread-number": (
        "số này không rõ đơn vị nên không tính là số liệu",
        "a number of no known unit, so no figure is made of it",
    ),
    # --- mistakes in pattern files --------------------------------------------------------------------
    "pattern.no-pack": ("không có thư mục này", "there is no such folder"),
    "pattern.not-a-pack": ("đây là tệp, không phải thư mục", "this is a file, not a folder"),
    "pattern.stray-file": (
        "không phần nào của chương trình đọc mục này",
        "nothing reads what stands here",
    ),
    "pattern.pack-empty": (
        "không có tệp lexicon/*.yaml, rules/*.yaml hay indicators.yaml nào",
        "there is no lexicon/*.yaml, rules/*.yaml or indicators.yaml",
    ),
    "pattern.unreadable": ("không đọc được ({cause})", "cannot be read ({cause})"),
    "pattern.undecodable": (
        "byte {offset} không phải UTF-8; hãy lưu lại tệp bằng UTF-8",
        "byte {offset} is not UTF-8; save the file as UTF-8",
    ),
    "pattern.control": ("ký tự {character} không được có trong YAML", "{character} must not stand in YAML"),
    "pattern.not-yaml": ("không phải YAML: {cause}", "not YAML: {cause}"),
    "pattern.not-a-list": (
        "chỗ này phải là một danh sách, mỗi mục một dòng '- '",
        "this must be a list, one '- ' a line",
    ),
    "pattern.not-a-record": (
        "chỗ này phải là một mục gồm các dòng 'khoá: giá trị'",
        "this must be a record of 'key: value' lines",
    ),
    "pattern.not-a-mapping": (
        "chỗ này phải là các dòng 'từ: giá trị'",
        "this must be lines of 'word: value'",
    ),
    "pattern.not-a-key": ("chỗ này phải là tên một khoá", "this must be the name of a key"),
    "pattern.not-a-sentence": ("chỗ này phải là một câu", "this must be a sentence"),
    "pattern.flow-style": (
        "không viết gọn bằng {{…}} hay […] vì dấu phẩy cắt '27,7%'",
        "no {{…}} or […] here: their commas cut '27,7%'",
    ),
    "pattern.comment-cuts": ("dấu ' #' cắt mất phần sau của câu", "' #' cuts off the rest of the sentence"),
    "pattern.key-twice": ("'{key}' có hai lần", "'{key}' stands here twice"),
    "pattern.unknown-key": ("không có khoá '{key}'", "there is no key '{key}'"),
    "pattern.missing-key": ("thiếu khoá '{key}'", "the key '{key}' is missing"),
    "pattern.empty-value": ("'{key}' để trống", "'{key}' is empty"),
    "pattern.empty-word": ("từ để trống", "an empty word"),
    "pattern.word-twice": ("từ '{word}' đã có trong loại <{kind}>", "the word '{word}' is in <{kind}> already"),
    "pattern.form-twice": ("dạng '{form}' đã có", "the form '{form}' is there already"),
    "pattern.rule-twice": ("luật '{rule}' đã có", "the rule '{rule}' is there already"),
    "pattern.indicator-twice": ("chỉ tiêu '{indicator}' đã có", "the indicator '{indicator}' is there already"),
    "pattern.bad-kind": (
        "<{kind}> không dùng làm tên loại được",
        "<{kind}> cannot be the name of a kind",
    ),
    "pattern.unknown-kind": ("không có loại <{kind}>", "there is no kind <{kind}>"),
    "pattern.unknown-form": (
        "không có cách tính cho dạng '{form}'",
        "there is no arithmetic for the form '{form}'",
    ),
    "pattern.unknown-gives": ("không có '{gives}' cho gives", "gives cannot be '{gives}'"),
    "pattern.unknown-slot": ("luật không có ô <{slot}>", "the rule has no slot <{slot}>"),
    "pattern.bad-sets": (
        "{key} không nhận '{value}'; chọn một trong {known}",
        "{key} cannot be '{value}'; choose one of {known}",
    ),
    "pattern.bad-sets-key": (
        "sets không có '{key}'; chọn một trong {known}",
        "sets has no '{key}'; choose one of {known}",
    ),
    "pattern.bad-regex": ("biểu thức chính quy sai: {cause}", "a wrong regular expression: {cause}"),
    "pattern.no-example": ("thiếu ví dụ cho '{key}'", "no example for '{key}'"),
    "pattern.not-in-example": ("'{value}' không có trong câu ví dụ", "'{value}' is not in the example"),
    "pattern.when-empty": ("phần này để trống", "this part is empty"),
    "pattern.when-unexpected": ("'{piece}' không hợp ở đây", "'{piece}' does not fit here"),
    "pattern.when-unclosed": ("'{piece}' chưa đóng", "'{piece}' is not closed"),
    "pattern.when-slot": ("{piece} không phải <loại> hay <tên:loại>", "{piece} is no <kind> or <name:kind>"),
    # What to do about them, under the caret.
    "hint.nearest": ("gần nhất: {nearest}", "nearest: {nearest}"),
    "hint.not-a-sentence": (
        "câu có dấu ': ' thì đặt trong nháy đơn",
        "put a sentence with ': ' into single quotes",
    ),
    "hint.comment-cuts": (
        "câu có dấu ' #' thì đặt trong nháy đơn",
        "put a sentence with ' #' into single quotes",
    ),
    "hint.flow-style": ("viết mỗi mục một dòng", "write one item a line"),
    "hint.no-example": (
        "thêm ít nhất một câu dưới '{key}:'",
        "add at least one sentence under '{key}:'",
    ),
    "hint.no-pack": ("kiểm tra lại đường dẫn", "check the path"),
    "hint.not-a-pack": (
        "nêu thư mục chứa lexicon/ và rules/",
        "name the folder that holds lexicon/ and rules/",
    ),
    "hint.stray-file": (
        "chỉ đọc lexicon/*.yaml, rules/*.yaml và indicators.yaml; đổi tên hoặc dời đi",
        "only lexicon/*.yaml, rules/*.yaml and indicators.yaml are read; rename or move it",
    ),
    "hint.pack-empty": (
        "tạo thư mục lexicon/ và rules/ như trong patterns/core",
        "make lexicon/ and rules/ as in patterns/core",
    ),
    # --- examples inside pattern files that do not hold -----------------------------------------------
    "check.missed": (
        "không tìm thấy trong ví dụ này; luật khớp: {others}",
        "does not find this example; what does: {others}",
    ),
    "check.not-skipped": ("khớp với ví dụ phải bỏ qua", "finds an example that it must skip"),
    "check.no-opening": (
        "dạng có thể mở đầu bằng chữ này mà 'finds' chưa có ví dụ",
        "the form can begin so, but 'finds' has no example of it",
    ),
    "check.slot-differs": (
        "ô <{slot}> phải là '{wanted}', nhưng là '{held}'",
        "slot <{slot}> must be '{wanted}', but is '{held}'",
    ),
    # --- wrong usage ------------------------------------------------------------------------------------
    "usage.no-files": (
        "chưa nêu tệp nào; ví dụ: vkstats bao-cao.txt ('-' là đầu vào chuẩn)",
        "no file named; for example: vkstats report.txt ('-' is standard input)",
    ),
    "usage.no-such-option": (
        "không có tuỳ chọn {option}; xem vkstats --help",
        "there is no option {option}; see vkstats --help",
    ),
    "usage.choice": ("{option}: chọn một trong {choices}", "{option}: choose one of {choices}"),
    "usage.number": ("{option}: phải là số nguyên từ 1 trở lên", "{option}: must be a whole number from 1 up"),
    "usage.missing-value": (
        "{option}: thiếu giá trị; xem vkstats --help",
        "{option}: a value is missing; see vkstats --help",
    ),
    "usage.missing-argument": (
        "thiếu {argument}; xem {command} --help",
        "{argument} is missing; see {command} --help",
    ),
    "usage.with-text": (
        "--with-text chỉ dùng với -f json, -f jsonl hoặc --table documents",
        "--with-text goes with -f json, -f jsonl or --table documents only",
    ),
    "usage.left-over": (
        "thừa {rest}; xem {command} --help",
        "{rest} is too much; see {command} --help",
    ),
    "usage.words-left": (
        "thừa {rest}; hãy đặt cả câu trong dấu nháy",
        "{rest} is too much; put the whole sentence in quotes",
    ),
    "usage.no-such-command": (
        "không có lệnh {name}; chọn một trong {known}",
        "there is no command {name}; choose one of {known}",
    ),
    "usage.not-utf8": (
        "{argument} không phải UTF-8; kiểm tra bảng mã của màn hình lệnh",
        "{argument} is not UTF-8; check the encoding of the terminal",
    ),
    "usage.suffix": (
        "{target}: không có định dạng cho đuôi {suffix}; dùng {known}, hoặc nêu định dạng bằng -f",
        "{target}: no format goes with the suffix {suffix}; use {known}, or name the format with -f",
    ),
    "usage.other": ("dùng sai: {cause}; xem vkstats --help", "wrong usage: {cause}; see vkstats --help"),
    "usage.no-rules-command": (
        "chọn vkstats rules check hoặc vkstats rules list",
        "choose vkstats rules check or vkstats rules list",
    ),
    # --- notices on standard error ------------------------------------------------------------------------
    "notice.nothing-found": ("không tìm thấy dòng nào cho bảng {table}", "nothing found for the table {table}"),
    "notice.warnings": (
        "{where}: {count} chỗ chưa đọc chắc chắn; xem bằng --table warnings",
        "{where}: {count:spot|spots} could not be read with certainty; see --table warnings",
    ),
    "notice.not-written": (
        "không đọc được tệp nào nên không ghi {target}",
        "no file could be read, so {target} is not written",
    ),
    "notice.other-format": (
        "{target} được ghi dạng {form} như -f yêu cầu, tuy đuôi tệp nói khác",
        "{target} is written as {form}, as -f says, though its suffix says otherwise",
    ),
    "notice.rules-fine": (
        "{rules} luật, {words} từ, {indicators} chỉ tiêu trong {files} tệp: không có lỗi",
        "{rules:rule|rules}, {words:word|words}, {indicators:indicator|indicators} in {files:file|files}: no mistakes",
    ),
    "notice.rules-wrong": ("{count} lỗi trong tệp mẫu", "{count:mistake|mistakes} in pattern files"),
    "notice.examples-wrong": ("{count} ví dụ không đúng", "{count:example does|examples do} not hold"),
    "notice.interrupted": ("đã dừng theo yêu cầu", "stopped on request"),
    # --- the help pages -----------------------------------------------------------------------------------
    "help.app": (
        "Rút mọi số liệu thống kê trong báo cáo, tin bài tiếng Việt.\n\n`vkstats FILE…` nghĩa là `vkstats extract FILE…`.",
        "Pull every statistic out of Vietnamese reports and news.\n\n`vkstats FILE…` means `vkstats extract FILE…`.",
    ),
    "help.extract": (
        "Rút số liệu, người, cơ quan, địa danh từ các tệp văn bản.",
        "Pull figures, people, organisations and places out of text files.",
    ),
    "help.explain": (
        "Cho biết vì sao một câu cho ra các số liệu ấy: từ loại, luật đã thử, luật thắng.",
        "Show why a sentence gives its figures: tokens, rules tried, the rule that won.",
    ),
    "help.rules": ("Kiểm tra và liệt kê các luật.", "Check and list the rules."),
    "help.rules.check": (
        "Kiểm tra mọi tệp mẫu, kể cả các ví dụ trong từng luật.",
        "Check every pattern file, with the examples inside each rule.",
    ),
    "help.rules.list": ("Liệt kê các luật và điều mỗi luật nói.", "List the rules and what each one says."),
    "help.files": ("Các tệp văn bản UTF-8; '-' là đầu vào chuẩn.", "UTF-8 text files; '-' is standard input."),
    "help.format": (
        "table, csv, tsv, json hoặc jsonl. Mặc định: table trên màn hình, csv khi nối ống.",
        "table, csv, tsv, json or jsonl. By default table on a terminal, csv into a pipe.",
    ),
    "help.output": (
        "Ghi vào tệp này, trọn vẹn hoặc không gì cả; '-' là đầu ra chuẩn. Không có -f thì đuôi tệp (.csv, .tsv, .json, .jsonl) chọn định dạng.",
        "Write to this file, whole or not at all; '-' is standard output. Without -f its suffix (.csv, .tsv, .json, .jsonl) chooses the format.",
    ),
    "help.table": (
        "Bảng cần xem: figures, people, organisations, places, warnings hoặc documents. Với json, jsonl: mỗi dòng của bảng là một đối tượng thay cho cả tài liệu.",
        "The table to write: figures, people, organisations, places, warnings or documents. With json, jsonl: one object a row of it instead of one a document.",
    ),
    "help.with-text": ("Kèm văn bản đã chuẩn hoá.", "Include the normalised text."),
    "help.lang": ("Ngôn ngữ của thông báo: vi hoặc en.", "Language of messages: vi or en."),
    "help.patterns": (
        "Thêm thư mục mẫu của riêng bạn, đè lên mẫu có sẵn; dùng được nhiều lần.",
        "Add a pattern folder of your own over the built-in ones; may be repeated.",
    ),
    "help.max-size": (
        "Mức lớn nhất của một tài liệu, tính bằng MB; mặc định 64.",
        "The largest size of one document, in MB; by default 64.",
    ),
    "help.version": ("In phiên bản rồi thoát.", "Show the version and exit."),
    "help.help": ("In trang này rồi thoát.", "Show this page and exit."),
    "help.sentence": ("Câu cần giải thích, đặt trong dấu nháy.", "The sentence to explain, in quotes."),
    "help.folder": (
        "Thư mục mẫu của bạn; không nêu thì kiểm tra mẫu có sẵn.",
        "Your pattern folder; the built-in ones if left out.",
    ),
    "help.install-completion": (
        "Cài tự hoàn thành lệnh cho shell đang dùng.",
        "Install completion for the current shell.",
    ),
    "help.show-completion": (
        "In mã tự hoàn thành để chép vào cấu hình shell.",
        "Show the completion script, to copy it or change it.",
    ),
    "help.usage": ("Cách dùng:", "Usage:"),
    "help.any-options": ("[TUỲ CHỌN]", "[OPTIONS]"),
    "help.any-command": ("LỆNH [ĐỐI SỐ]…", "COMMAND [ARGUMENTS]…"),
    "help.required": ("[bắt buộc]", "[required]"),
    "help.arguments": ("Đối số:", "Arguments:"),
    "help.options": ("Tuỳ chọn:", "Options:"),
    "help.commands": ("Lệnh:", "Commands:"),
    # --- the table on a terminal ----------------------------------------------------------------------------
    "table.value": ("Số liệu", "Figure"),
    "table.what": ("Nội dung", "What"),
    "table.period": ("Thời kỳ", "Period"),
    "table.people": ("Người", "People"),
    "table.places": ("Địa danh", "Places"),
    "table.official": ("Tên chính thức", "Official name"),
    "table.present": ("Nay là hoặc thuộc", "Now, or now in"),
    "table.ambiguous": ("Số nơi có thể", "May be one of"),
    "table.one-of": ("{name}, {count} nơi có thể", "{name}, {count:possible unit|possible units}"),
    "table.name": ("Tên", "Name"),
    "table.role": ("Chức vụ", "Role"),
    "table.organisation": ("Cơ quan", "Organisation"),
    "table.text": ("Trong văn bản", "In the text"),
    "table.doc": ("Tài liệu", "Document"),
    "table.title": ("Tiêu đề", "Title"),
    "table.agency": ("Cơ quan", "Agency"),
    "table.published": ("Ngày đăng", "Published"),
    "table.author": ("Tác giả", "Author"),
    "table.code": ("Mã", "Code"),
    "table.message": ("Điều chưa chắc", "What is uncertain"),
    "table.figures": ("Số liệu", "Figures"),
    "table.start": ("Từ", "Start"),
    "table.end": ("Đến", "End"),
    "table.nothing": ("(không có số liệu)", "(no figures)"),
    "table.against": ("so với {baseline}", "against {baseline}"),
    "table.since": ("từ {day}", "since {day}"),
    "table.until": ("đến {day}", "until {day}"),
    "table.quarter": ("quý {quarter}/{year}", "quarter {quarter}/{year}"),
    "table.first-months": ("{count} tháng đầu {year}", "first {count} months {year}"),
    "table.last-months": ("{count} tháng cuối {year}", "last {count} months {year}"),
    "table.published-on": ("đăng {day}", "published {day}"),
    "table.document_period": ("Thời kỳ", "Period"),
    "table.target": ("chỉ tiêu", "target"),
    "table.baseline": ("mốc so sánh", "earlier level"),
    "table.share": ("tỷ lệ", "share"),
    # --- explain ----------------------------------------------------------------------------------------
    "explain.tokens": ("Từ và loại của chúng", "Words and their kinds"),
    "explain.lower": (
        "Luật tầng dưới: số cùng đơn vị, tên có số",
        "Rules of the lower storey: numbers with units, names with numbers",
    ),
    "explain.joined": ("Sau tầng dưới", "After the lower storey"),
    "explain.upper": ("Luật tầng trên: con số nói gì", "Rules of the upper storey: what a number says"),
    "explain.record": ("Kết quả", "Result"),
    "explain.none": ("(không có)", "(none)"),
    "explain.alone": ("thắng: luật duy nhất khớp", "wins: no other rule fits"),
    "explain.won": ("thắng: dài nhất, rồi đứng trước trong tệp", "wins: the longest, then the first in the files"),
    "explain.shorter": ("ngắn hơn {winner}", "shorter than {winner}"),
    "explain.later": ("dài bằng {winner} nhưng đứng sau", "as long as {winner}, but stands later"),
}


class _Count(int):
    """A number that a sentence may ask for with its word: `{count:file|files}` → `1 file`, `2 files`."""

    def __format__(self, words: str) -> str:
        one, _, many = words.partition("|")
        return f"{int(self)} {one if self == 1 else many}" if words else str(int(self))


def text(key: str, lang: str, /, **details: object) -> str:
    """The sentence of `key` in `lang` (`vi` or `en`), filled with `details`."""
    try:
        filled = {name: _Count(value) if isinstance(value, int) else value for name, value in details.items()}
        return CATALOGUE[key][LANGUAGES.index(lang)].format_map(filled)
    except KeyError:
        listed = ", ".join(f"{name}={value}" for name, value in details.items())
        return f"{key} ({listed})" if listed else key


def choose_language(option: str | None, environ: Mapping[str, str]) -> str:
    """`vi` or `en`: what the option says, else what the locale of the environment says.

    POSIX order: the first of LC_ALL, LC_MESSAGES and LANG that is set and not empty decides.
    """
    if option:
        return option
    locale = next((environ[name] for name in ("LC_ALL", "LC_MESSAGES", "LANG") if environ.get(name)), "")
    return "vi" if locale.lower().startswith("vi") else "en"
