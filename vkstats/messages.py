"""Every sentence that vkstats says to a person, in Vietnamese and in English.

A key is `area.code`; `{name}` stands for a detail of the error, warning or notice, and `{count:file|files}` for a
number with the word in the right form. A key that is not in the catalogue, or lacks a detail, comes out as it is with
the details it has: a notice is never lost. The module is long because it is one table: who translates reads all of it.
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
        "đây là thư mục; hãy dùng vkstats batch {source} -o ket-qua.csv, hoặc nêu từng tệp, ví dụ {source}/*.txt",
        "this is a directory; use vkstats batch {source} -o results.csv, or name its files, for example {source}/*.txt",
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
        "byte 0: trông như tệp {format}, không đọc được; hãy lưu thành DOCX, PDF hay văn bản .txt, kho nén thì thành ZIP",
        "byte 0: looks like {format}, which is not read; save it as DOCX, PDF or plain text, an archive as ZIP",
    ),
    "read.damaged": (
        "tệp {format} bị hỏng ({cause}); hãy chép lại từ nguồn, hoặc mở bằng Word hay LibreOffice rồi lưu lại",
        "a damaged {format} file ({cause}); copy it anew, or open it in Word or LibreOffice and save it",
    ),
    "read.cut-off": (
        "tệp {format} thiếu phần cuối; đã đọc phần còn lại, hãy chép lại từ nguồn để có đủ",
        "the end of the {format} file is missing; the rest was read, copy the file anew to have all of it",
    ),
    "read.encrypted": (
        "tệp {format} có mật khẩu; hãy bỏ mật khẩu rồi lưu lại",
        "the {format} file has a password; save it without one",
    ),
    "read.old-office": (
        "trông như tệp {format}, chưa đọc được; hãy mở rồi lưu thành định dạng mới (.docx, .xlsx) hay .pdf",
        "looks like {format}, which is not supported; open it and save it in a newer format (.docx, .xlsx) or as .pdf",
    ),
    "read.needs-libreoffice": (
        "đọc {format} cần LibreOffice; hãy cài (Debian, Ubuntu: apt install libreoffice-writer-nogui), hoặc lưu tệp thành .docx",
        "reading {format} needs LibreOffice; install it (Debian, Ubuntu: apt install libreoffice-writer-nogui), or save the file as .docx",
    ),
    "read.too-slow": (
        "LibreOffice chưa đọc xong tệp {format} sau {seconds} giây; hãy mở tệp rồi lưu thành .docx",
        "LibreOffice did not finish the {format} file in {seconds} seconds; open the file and save it as .docx",
    ),
    "read.no-text-layer": (
        "PDF chỉ có ảnh, không có lớp chữ; hãy nhận dạng chữ trước, ví dụ bằng ocrmypdf -l vie",
        "the PDF has pictures only, no text layer; recognise its text first, for example with ocrmypdf -l vie",
    ),
    "read.pages-without-text": (
        "{count}/{of} trang PDF không có lớp chữ (trang {pages}) nên không đọc được; hãy nhận dạng chữ, ví dụ bằng ocrmypdf -l vie",
        "{count} of {of} pages of the PDF have no text layer (pages {pages}) and were not read; recognise their text, for example with ocrmypdf -l vie",
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
    "read.ambiguous": (
        "chưa đủ chữ để biết chắc bảng mã (có thể là {candidates}); hãy nêu bằng --encoding",
        "too little text to be sure of its encoding (it may be {candidates}); name it with --encoding",
    ),
    "read.misfit": (
        "byte {offset} (dòng {line}): {bytes} không có trong bảng mã {encoding}; hãy nêu bảng mã khác bằng --encoding, hoặc lưu lại tệp bằng UTF-8",
        "byte {offset} (line {line}): {bytes} means nothing in {encoding}; name another encoding with --encoding, or save the file as UTF-8",
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
    "read.bad-list": (
        "không phải danh sách tên tệp cách nhau bằng ký tự NUL; hãy dùng find … -print0",
        "no list of file names with a NUL after each; use find … -print0",
    ),
    "read.too-deep": (
        "kho nén hoặc thư lồng nhau quá {depth} tầng; hãy giải nén hoặc lưu riêng các tầng trong",
        "archives or letters inside one another, over {depth} deep; unpack or save the inner ones apart",
    ),
    "read.too-many": (
        "kho nén có hơn {most} tệp; hãy chia thành nhiều kho",
        "the archive holds more than {most} files; split it into several",
    ),
    "read.empty-archive": (
        "kho nén không có tài liệu nào; kiểm tra lại nguồn của tệp",
        "the archive holds no document; check where it comes from",
    ),
    "read.damaged-archive": (
        "kho nén hỏng hoặc bị cắt cụt ({cause}); hãy chép hoặc tải lại tệp",
        "damaged or cut off ({cause}); copy or download the file again",
    ),
    "read.locked": (
        "có mật khẩu; hãy giải nén bằng mật khẩu rồi đọc tệp bên trong",
        "locked by a password; unpack it with the password, and read what is inside",
    ),
    "read.needs-extra": (
        "cần phần mở rộng để đọc {format}; hãy chạy: pip install 'vkstats[{extra}]'",
        "reading {format} needs an extra; run: pip install 'vkstats[{extra}]'",
    ),
    "read.method": (
        "nén bằng phương pháp {method}, chưa đọc được; hãy giải nén rồi đọc tệp bên trong, hoặc nén lại thành .zip thường",
        "compressed by the method {method}, which is not supported; unpack it and read what is inside, or pack it again as plain .zip",
    ),
    "read.special": (
        "không phải tệp thường mà là {kind}, không được mở theo; hãy đưa chính tệp được trỏ tới vào kho nén",
        "no plain file but a {kind}, which is not followed; put the file that is meant into the archive",
    ),
    "read.bomb": (
        "nở ra hơn {ratio} lần khi giải nén, có thể là bom nén; nếu tin chắc nguồn tệp thì hãy tự giải nén rồi đọc",
        "grows over {ratio} times when unpacked, as a bomb does; if you trust its source, unpack it yourself and read that",
    ),
    "read.bomb-input": (
        "cả kho nén nở ra hơn {ratio} lần khi giải nén, có thể là bom nén, phần còn lại bị bỏ qua; nếu tin chắc nguồn tệp thì hãy tự giải nén rồi đọc",
        "the whole archive grows over {ratio} times when unpacked, as a bomb does; the rest of it is left out. If you trust its source, unpack it yourself and read that",
    ),
    "read.overlap": (
        "các tệp trong kho nén nằm chồng lên nhau như ở bom nén; hãy nén lại kho này",
        "the files of the archive lie on one another, as in a bomb; pack it anew",
    ),
    "read.nested-too-large": (
        "kho nén loại này không đọc được theo dòng (nằm trong kho khác hoặc qua đường ống) và lớn hơn {limit} MB; hãy lưu riêng nó thành tệp rồi đọc",
        "an archive of this kind cannot be read as a stream (inside another, or from a pipe), and it is over {limit} MB; save it as a file of its own and read that",
    ),
    # --- a document that a batch could not convert ----------------------------------------------------
    "batch.crashed": (
        "làm tiến trình con chết (mã thoát {exit}); hãy xem riêng tài liệu này bằng vkstats extract",
        "ends the worker process (exit code {exit}); look at this document alone with vkstats extract",
    ),
    "batch.timeout": (
        "chưa xong sau {seconds} giây; hãy chia nhỏ tài liệu, hoặc tăng mức bằng --timeout",
        "not done after {seconds} s; split the document, or raise the limit with --timeout",
    ),
    "batch.exhausted": (
        "tài liệu này quá lớn hoặc lồng quá sâu so với bộ nhớ của máy ({cause}); hãy chia nhỏ nó",
        "this document is too large, or nested too deep, for the memory of the machine ({cause}); split it",
    ),
    "batch.fault": (
        "lỗi của chương trình ({cause}); hãy báo cho người phát triển cùng với tài liệu này",
        "a fault of the program ({cause}); report it to the developers with this document",
    ),
    "batch.spark": (
        "không khởi động được Spark ({cause}); cần Java 17 trở lên (java -version), hoặc chạy qua spark-submit",
        "Spark does not start ({cause}); it needs Java 17 or newer (java -version), or run it through spark-submit",
    ),
    "batch.workers": (
        "không khởi động được tiến trình con (mã thoát {exit}); kiểm tra bộ nhớ, hoặc giảm --jobs",
        "no worker process can be started (exit code {exit}); check the memory, or lower --jobs",
    ),
    "read.no-main-text": (
        "trang web không có bài viết nào (trang mục lục, trang lỗi hoặc trang chỉ hiện chữ bằng JavaScript); hãy lưu đúng trang bài viết, hoặc chép phần chữ vào tệp .txt (UTF-8)",
        "the page holds no article (an index, an error page, or one that shows its text by JavaScript only); save the page of the article itself, or copy its text into a plain-text file (UTF-8)",
    ),
    "read.too-many-parts": (
        "trang web có hơn {most} thẻ và dòng; hãy chia thành nhiều trang, hoặc chép phần chữ vào tệp .txt (UTF-8)",
        "the page has more than {most} tags and lines; split it, or copy its text into a plain-text file (UTF-8)",
    ),
    "read.wrong-charset": (
        "tệp ghi bảng mã {charset} nhưng phần chữ có byte không thuộc bảng mã đó; hãy mở bằng chương trình đã tạo ra nó rồi lưu lại bằng UTF-8",
        "the file names the charset {charset}, but its text has bytes that are not of it; open it in the program that made it and save it as UTF-8",
    ),
    "read.broken-mail": (
        "thư không theo chuẩn MIME ({cause}); hãy mở bằng chương trình thư rồi lưu lại (.eml), hoặc chép phần chữ vào tệp .txt",
        "the letter is not by the MIME standard ({cause}); open it in a mail program and save it again (.eml), or copy its text into a .txt file",
    ),
    "read.needs-text-column": (
        "đây là bảng có văn bản trong các dòng (cột: {columns}); hãy nêu cột chứa văn bản bằng --text-column",
        "this is a table with texts in its rows (columns: {columns}); name the column of the text with --text-column",
    ),
    "read.no-column": (
        "không có cột '{column}'; các cột có trong bảng: {columns}",
        "there is no column '{column}'; the table has: {columns}",
    ),
    "read.spark": (
        "Spark không đọc được ({cause}); kiểm tra đường dẫn, quyền và định dạng",
        "Spark cannot read this ({cause}); check the path, the permissions and the format",
    ),
    "read.no-text": (
        "cột '{column}' của dòng này không có chữ nào; kiểm tra lại dòng này, các dòng khác vẫn được đọc",
        "column '{column}' of this row holds no text; check the row, the others are read",
    ),
    "read.not-text": (
        "cột '{column}' không phải là chữ mà là {kind}; hãy nêu cột khác, hoặc đổi cột này thành chữ",
        "column '{column}' is no text but {kind}; name another column, or turn this one into text",
    ),
    "read.bad-json": (
        "không phải JSON ({cause}); hãy sửa dòng này, các dòng khác vẫn được đọc",
        "no JSON ({cause}); mend this row, the others are read",
    ),
    "read.no-object": (
        "không phải đối tượng JSON {{…}}; mỗi dòng phải là một đối tượng có các cột là khoá",
        "no JSON object {{…}}; each row is an object whose keys are the columns",
    ),
    "read.half-character": (
        "chuỗi JSON có nửa ký tự (\\ud800 … \\udfff đứng một mình); hãy xuất lại dòng này từ nguồn",
        "a JSON string with half a character (\\ud800 … \\udfff on its own); export this row anew",
    ),
    "read.bad-csv": (
        "bản ghi bắt đầu ở dòng {line}: không phải CSV ({cause}); kiểm tra dấu nháy kép ở đây",
        "record that begins in line {line}: no CSV ({cause}); check the double quotes here",
    ),
    "read.not-utf16": (
        "byte {offset}: {bytes} không phải UTF-16; hãy lưu lại tệp bằng UTF-8",
        "byte {offset}: {bytes} is not UTF-16; save the file as UTF-8",
    ),
    "read.bad-table": (
        "tệp {format} bị hỏng ({cause}); hãy mở bằng phần mềm đã tạo ra nó rồi lưu lại",
        "a broken {format} file ({cause}); open it in the program that made it and save it again",
    ),
    "read.uncomputed": (
        "ô {cell}: công thức chưa có kết quả trong tệp nên không đọc được; hãy mở bằng Excel hoặc LibreOffice rồi lưu lại",
        "cell {cell}: a formula without a result in the file, so it is not read; open it in Excel or LibreOffice and save it",
    ),
    # --- an output that cannot be written: `{target}` is put in front --------------------------------
    "write.directory": (
        "đây là thư mục; hãy nêu tên một tệp",
        "this is a directory; name a file",
    ),
    "write.no-file": (
        "là ống hoặc thiết bị, không phải tệp, nên không thay bằng tệp trọn vẹn được; hãy nêu tên tệp khác",
        "is a pipe or device and no file, so that no whole file can take its place; name another file",
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
    "write.in-use": (
        "một lần chạy khác đang ghi kết quả này; hãy đợi lần chạy đó xong, hoặc chọn tên khác bằng -o",
        "another run is writing this output; wait until it is done, or choose another name with -o",
    ),
    "write.no-ledger": (
        "không phải sổ của vkstats batch, hoặc sổ đã hỏng ({cause}); hãy xoá tệp này để chạy lại từ đầu",
        "no ledger of vkstats batch, or a damaged one ({cause}); remove it to begin anew",
    ),
    "write.disk-full": (
        "ổ đĩa đầy ({cause}); phần đã làm còn nguyên, hãy dọn chỗ rồi chạy lại đúng lệnh cũ",
        "the disk is full ({cause}); what is done is kept, make room and run the same command again",
    ),
    "write.is-input": (
        "tệp kết quả trùng với tệp đầu vào; hãy chọn tên khác",
        "the output file is also an input file; choose another name",
    ),
    "write.needs-extra": (
        "cần phần mở rộng để ghi {format}; hãy chạy: pip install 'vkstats[{extra}]'",
        "writing {format} needs an extra; run: pip install 'vkstats[{extra}]'",
    ),
    "write.exists": (
        "thư mục kết quả đã có; hãy chọn tên khác, hoặc xoá trước",
        "the output directory is there already; choose another name, or remove it first",
    ),
    "write.spark": (
        "công việc Spark hỏng ({cause}); xem nhật ký của Spark, thường là do thiếu bộ nhớ hoặc máy con thiếu vkstats",
        "the Spark job failed ({cause}); see Spark's log: most often memory runs out, or the workers lack vkstats",
    ),
    "write.too-long": (
        "một trang tính chứa nhiều nhất {rows} dòng; hãy ghi ra CSV, SQLite hoặc Parquet",
        "a sheet holds {rows} rows at most; write CSV, SQLite or Parquet instead",
    ),
    "write.no-fit": (
        "cột {column} không chứa được {value} mà không làm tròn; hãy xem riêng tài liệu này, hoặc ghi ra CSV, JSONL",
        "the column {column} cannot hold {value} without loss; look at this document alone, or write CSV or JSONL",
    ),
    # --- what could not be resolved in a text: warnings of a record ----------------------------------
    "warning.no-vietnamese": (
        "không thấy chữ tiếng Việt nào; kết quả có thể vô nghĩa, hãy kiểm tra lại tệp",
        "no Vietnamese letter in the text; the result may be meaningless, check the file",
    ),
    "warning.long-sentence": (
        "đoạn này dài hơn mọi câu, nên được đọc thành từng phần; liên hệ giữa các phần có thể bị thiếu",
        "a stretch longer than any sentence, so it was read in pieces; what links one to another may be missing",
    ),
    "warning.doubtful-number": (
        "số này có thể đọc cách khác ({reading})",
        "this number can be read another way ({reading})",
    ),
    "warning.inferred-agency": (
        "cơ quan của văn bản ({agency}) chỉ suy ra từ lời văn, không có ở đầu văn bản, tiêu đề hay tên tác giả",
        "the document's agency ({agency}) is inferred from its sentences alone: no letterhead, headline or byline has it",
    ),
    "warning.unread-number": (
        "số này không rõ đơn vị nên không tính là số liệu",
        "a number of no known unit, so no figure is made of it",
    ),
    "warning.unread-table": (
        "bảng không có đầu cột khớp với các dòng, hoặc cột không rõ đơn vị, nên không đọc số nào",
        "a table whose header does not fit its rows, or whose columns name no unit: no number of it is read",
    ),
    "warning.unread-column": (
        "cột của bảng không rõ đơn vị, hoặc không rõ là mức tăng giảm hay chỉ số, nên không đọc",
        "a column that names no unit, or whose comparisons may be changes or indices, so it is not read",
    ),
    # --- a batch ----------------------------------------------------------------------------------------
    "notice.batch-done": (
        "{documents} tài liệu, {figures} số liệu, {rows} dòng; {failures} lỗi; {duplicates} tài liệu trùng; {seconds} giây",
        "{documents:document|documents}, {figures:figure|figures}, {rows:row|rows}; {failures:failure|failures}; {duplicates:duplicate|duplicates}; {seconds} s",
    ),
    "notice.batch-unchanged": (
        "{count} đầu vào không đổi so với lần trước nên không làm lại",
        "{count:input|inputs} unchanged since the last run, and not done again",
    ),
    "notice.batch-gone": (
        "giữ lại kết quả của {count} đầu vào không còn nữa; bỏ đi bằng --prune",
        "the results of {count:input that is|inputs that are} not there any more are kept; drop them with --prune",
    ),
    "notice.spark-errors": (
        "{count} dòng lỗi trong {target}: xem cột error",
        "{count:row|rows} with an error in {target}: see the column error",
    ),
    "notice.batch-failures": ("các lỗi nằm trong {path}", "the failures are in {path}"),
    "notice.batch-bar": (
        "{documents} tài liệu, {figures} số liệu, {failures} lỗi, {rate}/giây",
        "{documents} documents, {figures} figures, {failures} failures, {rate}/s",
    ),
    "notice.batch-progress": (
        "{documents} tài liệu, {figures} số liệu, {failures} lỗi, {unchanged} không đổi, {rate} tài liệu/giây",
        "{documents:document|documents}, {figures:figure|figures}, {failures:failure|failures}, {unchanged} unchanged, {rate} documents/s",
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
    "pattern.unread-kind": (
        "không ai đọc loại <{kind}>: không luật nào nêu nó",
        "nobody reads the kind <{kind}>: no rule names it",
    ),
    "pattern.bad-value": (
        "từ loại <{kind}> không nhận giá trị '{value}'; chọn một trong {known}",
        "a word of <{kind}> cannot have the value '{value}'; choose one of {known}",
    ),
    "pattern.no-number": (
        "giá trị của từ loại <{kind}> phải là số, '{value}' thì không",
        "the value of a word of <{kind}> must be a number, '{value}' is none",
    ),
    "pattern.forms-only": ("loại <{kind}> chỉ nhận forms", "the kind <{kind}> takes forms only"),
    "pattern.unknown-kind": ("không có loại <{kind}>", "there is no kind <{kind}>"),
    "pattern.unknown-form": (
        "không có cách tính cho dạng '{form}'",
        "there is no arithmetic for the form '{form}'",
    ),
    "pattern.unknown-group": (
        "dạng '{form}' không đọc nhóm '{group}'; các nhóm của nó: {known}",
        "the form '{form}' does not read the group '{group}'; its groups are {known}",
    ),
    "pattern.unknown-gives": ("không có '{gives}' cho gives", "gives cannot be '{gives}'"),
    "pattern.unknown-mark": ("marks không có '{mark}'", "marks cannot have '{mark}'"),
    "pattern.unknown-slot": ("luật không có ô <{slot}>", "the rule has no slot <{slot}>"),
    "pattern.bad-sets": (
        "{key} không nhận '{value}'; chọn một trong {known}",
        "{key} cannot be '{value}'; choose one of {known}",
    ),
    "pattern.bad-sets-key": (
        "sets không có '{key}'; chọn một trong {known}",
        "sets has no '{key}'; choose one of {known}",
    ),
    "pattern.bad-weight": (
        "trọng số phải là số nguyên: {weight}",
        "a weight has to be a whole number: {weight}",
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
    # --- mistakes in annotated texts: `path:line: ` and the part of the document are put in front --------
    "annotation.not-json": (
        "cột {column}: không phải JSON ({cause}); kiểm tra dấu phẩy, dấu nháy kép và ngoặc ở đây",
        "column {column}: no JSON ({cause}); check the commas, double quotes and brackets here",
    ),
    "annotation.left-over": (
        "cột {column}: thừa '{rest}'; mỗi tài liệu là một đối tượng {{…}} bắt đầu ở đầu dòng, không có gì ở giữa",
        "column {column}: '{rest}' is too much; each document is an object {{…}} at the start of a line, with nothing between",
    ),
    "annotation.not-object": (
        "không phải đối tượng {{…}}; viết từng tài liệu, số liệu, người thành một đối tượng với các khoá",
        "no object {{…}}; write each document, figure and person as an object with keys",
    ),
    "annotation.key-twice": ("khoá '{key}' có hai lần; bỏ một", "the key '{key}' is there twice; remove one"),
    "annotation.too-deep": (
        "cột {column}: ngoặc lồng nhau quá sâu; viết tài liệu theo docs/scoring.vi.md",
        "column {column}: brackets in brackets, too deep to read; write the document as docs/scoring.md says",
    ),
    "annotation.missing-key": ("thiếu khoá '{key}'; thêm vào", "the key '{key}' is missing; add it"),
    "annotation.unsaid-key": (
        "thiếu khoá '{key}'; thêm vào (null nếu văn bản không nói)",
        "the key '{key}' is missing; add it (null where the text does not say)",
    ),
    "annotation.unknown-key": (
        "không có khoá '{key}'; các khoá là {known}",
        "there is no key '{key}'; the keys are {known}",
    ),
    "annotation.empty": (
        "'{key}' để trống; điền vào hoặc bỏ mục này",
        "'{key}' is empty; fill it in, or remove the entry",
    ),
    "annotation.not-text": (
        "'{key}' là {value}; viết thành chữ trong dấu nháy kép",
        "'{key}' is {value}; write it as words in double quotes",
    ),
    "annotation.not-number": (
        "'{key}' là {value}; viết thành số không có nháy, dấu thập phân là '.', ví dụ 3500000 hoặc 12.5",
        "'{key}' is {value}; write a number without quotes and with '.' for decimals, as 3500000 or 12.5",
    ),
    "annotation.not-list": ("'{key}' phải là danh sách […]", "'{key}' must be a list […]"),
    "annotation.surrogate": (
        "'{key}' có nửa ký tự (surrogate lẻ); chép lại chữ từ văn bản",
        "'{key}' holds half a character (a lone surrogate); copy the words from the text again",
    ),
    "annotation.choice": (
        "'{key}' không nhận '{value}'; chọn một trong {known}",
        "'{key}' cannot be '{value}'; choose one of {known}",
    ),
    "annotation.out-of-order": (
        "'n' phải là {number}; số liệu đánh số 1, 2, … theo thứ tự trong văn bản",
        "'n' must be {number}; figures are numbered 1, 2, … as they stand in the text",
    ),
    "annotation.text-not-found": (
        "văn bản không có '{text}'; chép đúng từng chữ, từng dấu cách từ 'text' của tài liệu",
        "'{text}' is not in the text; copy it from the document's 'text', letter by letter and space by space",
    ),
    "annotation.text-before": (
        "sau số liệu trước không còn '{text}'; xếp các số liệu theo thứ tự trong văn bản",
        "'{text}' does not stand behind the figure before; put the figures in the order of the text",
    ),
    "annotation.number-not-found": (
        "'{num}' không nằm trong '{text}'; 'num' là con số (kèm triệu, tỷ) như viết trong 'text'",
        "'{num}' is not in '{text}'; 'num' is the number (with its triệu, tỷ) as written in 'text'",
    ),
    "annotation.ignore-not-found": (
        "văn bản không có '{text}' của 'ignore'; chép đúng từ văn bản hoặc bỏ đi",
        "'{text}' of 'ignore' is not in the text; copy it from there, or remove it",
    ),
    "annotation.no-parent": (
        "'parent' {parent} không có; nêu 'n' của một số liệu, từ 1 đến {last}",
        "there is no 'parent' {parent}; give the 'n' of a figure, from 1 to {last}",
    ),
    "annotation.own-parent": (
        "'parent' là chính nó; nêu 'n' của số liệu khác",
        "'parent' is the figure itself; give the 'n' of another one",
    ),
    "annotation.half-a-link": (
        "'relation' và 'parent' phải đi cùng nhau; nêu cả hai (relation: {known}) hoặc để null cả hai",
        "'relation' and 'parent' go together; give both (relation: {known}), or null for both",
    ),
    "annotation.no-direction": (
        "'role' change cần 'direction'; chọn một trong {known}",
        "'role' change needs a 'direction'; choose one of {known}",
    ),
    "annotation.not-a-change": (
        "'{key}' chỉ dùng với 'role' change; để null hoặc sửa 'role'",
        "'{key}' goes with 'role' change only; make it null, or mend 'role'",
    ),
    "annotation.bad-interval": (
        "'{key}' có '{value}' không phải khoảng ngày; viết như 2020-01-01/2020-12-31 (đầu hoặc cuối có thể để trống)",
        "'{value}' in '{key}' is no interval; write it as 2020-01-01/2020-12-31 (either end may be empty)",
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
        "--with-text chỉ dùng với -f json, -f jsonl, -f sqlite, -f xlsx hoặc --table documents",
        "--with-text goes with -f json, -f jsonl, -f sqlite, -f xlsx or --table documents only",
    ),
    "usage.no-inputs": (
        "chưa nêu đầu vào nào; ví dụ: vkstats batch thu-muc/ kho.zip -o ket-qua.csv",
        "no input named; for example: vkstats batch folder/ archive.zip -o results.csv",
    ),
    "usage.batch-table": (
        "table là để đọc trên màn hình, còn batch ghi dữ liệu để máy đọc; hãy dùng csv hoặc jsonl, hay vkstats extract -f table",
        "table is for reading on a screen, and batch writes data for programs; use csv or jsonl, or vkstats extract -f table",
    ),
    "usage.no-stream": (
        "không ghi {form} ra đầu ra chuẩn được vì tệp này chỉ dùng được khi đã trọn vẹn; hãy nêu tệp bằng -o",
        "{form} cannot be written to standard output, as it is readable only when it is whole; name a file with -o",
    ),
    "usage.prune": (
        "--prune chỉ dùng cùng với -o",
        "--prune goes with -o only",
    ),
    "usage.id-column": (
        "--id-column chỉ dùng cùng với --text-column",
        "--id-column goes with --text-column only",
    ),
    "usage.needs-spark": (
        "cần phần mở rộng cho Spark; hãy chạy: pip install 'vkstats[spark]'",
        "Spark needs an extra; run: pip install 'vkstats[spark]'",
    ),
    "usage.no-gold": (
        "chưa nêu tệp nào; ví dụ: vkstats score chu-giai.jsonl ('-' là đầu vào chuẩn)",
        "no file named; for example: vkstats score gold.jsonl ('-' is standard input)",
    ),
    "usage.errors-csv": (
        "--errors chỉ dùng với -f table hoặc -f json",
        "--errors goes with -f table or -f json only",
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
    "notice.nothing-scored": ("không có tài liệu nào để chấm", "no document could be scored"),
    "notice.some-scored": (
        "chỉ chấm {count} tài liệu không có lỗi",
        "scored only the {count:document|documents} without mistakes",
    ),
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
    "help.tables": (
        "Ghi ra từng bảng trong tài liệu như nó vốn có: mỗi dòng một dòng, mỗi ô một ô.",
        "Put out the tables of the documents as they stand, row by row and cell by cell.",
    ),
    "help.explain": (
        "Cho biết vì sao một câu cho ra các số liệu ấy: từ loại, luật đã thử, luật thắng.",
        "Show why a sentence gives its figures: tokens, rules tried, the rule that won.",
    ),
    "help.score": (
        "Chấm kết quả theo các văn bản đã chú giải: tìm được bao nhiêu, mỗi trường đúng bao nhiêu.",
        "Measure what is found against annotated texts: how much of it, and how often each field is right.",
    ),
    "help.gold": (
        "Các tệp chú giải (JSON, mỗi tài liệu một đối tượng); '-' là đầu vào chuẩn.",
        "Annotated texts (JSON, one object a document); '-' is standard input.",
    ),
    "help.score-format": (
        "table, csv hoặc json. Mặc định: table trên màn hình và với --errors, csv khi nối ống.",
        "table, csv or json. By default table on a terminal and with --errors, csv into a pipe.",
    ),
    "help.errors": (
        "Liệt kê tối đa N chỗ sai, sót, thừa; chỉ với table hoặc json.",
        "List up to N wrong, missed and extra answers; with table or json only.",
    ),
    "help.rules": ("Kiểm tra và liệt kê các luật.", "Check and list the rules."),
    "help.rules.check": (
        "Kiểm tra mọi tệp mẫu, kể cả các ví dụ trong từng luật.",
        "Check every pattern file, with the examples inside each rule.",
    ),
    "help.rules.list": ("Liệt kê các luật và điều mỗi luật nói.", "List the rules and what each one says."),
    "help.files": (
        "Các tệp: văn bản, Word, PDF, trang web, bảng, kho nén…; - là đầu vào chuẩn.",
        "Files: text, Word, PDF, web pages, tables, archives…; - is standard input.",
    ),
    "help.format": (
        "table, csv, tsv, json, jsonl, parquet, sqlite hoặc xlsx. Mặc định: table trên màn hình, csv khi nối ống.",
        "table, csv, tsv, json, jsonl, parquet, sqlite or xlsx. By default table on a terminal, csv into a pipe.",
    ),
    "help.output": (
        "Ghi vào tệp này, trọn vẹn hoặc không gì cả; '-' là đầu ra chuẩn. Không có -f thì đuôi tệp (.csv, .tsv, .json, .jsonl, .parquet, .sqlite, .xlsx) chọn định dạng.",
        "Write to this file, whole or not at all; '-' is standard output. Without -f its suffix (.csv, .tsv, .json, .jsonl, .parquet, .sqlite, .xlsx) chooses the format.",
    ),
    "help.table": (
        "Bảng cần xem: figures, people, organisations, places, dates, citations, tables, evidence, warnings hoặc documents. Với json, jsonl: mỗi dòng của bảng là một đối tượng thay cho cả tài liệu.",
        "The table to write: figures, people, organisations, places, dates, citations, tables, evidence, warnings or documents. With json, jsonl: one object a row of it instead of one a document.",
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
    "help.batch": (
        "Chuyển cả kho tài liệu thành một bảng: thư mục, kho nén, bảng có cột văn bản; chạy lại thì làm tiếp.",
        "Convert whole archives into one table: folders, archives, tables with a text column; run again to go on.",
    ),
    "help.inputs": (
        "Tệp, thư mục, kho nén; - là đầu vào chuẩn.",
        "Files, folders, archives; - is standard input.",
    ),
    "help.batch-output": (
        "Tệp kết quả (.csv, .tsv, .json, .jsonl, .parquet, .sqlite, .xlsx); bên cạnh là sổ FILE.ledger và lỗi FILE.errors.csv.",
        "The output (.csv, .tsv, .json, .jsonl, .parquet, .sqlite, .xlsx); beside it FILE.ledger, and failures in FILE.errors.csv.",
    ),
    "help.batch-format": (
        "csv, tsv, json, jsonl, parquet, sqlite hoặc xlsx. Mặc định theo đuôi của tệp kết quả, csv khi nối ống.",
        "csv, tsv, json, jsonl, parquet, sqlite or xlsx. By default as the output is named, csv into a pipe.",
    ),
    "help.from0": (
        "Danh sách tên tệp, mỗi tên kết thúc bằng NUL (find … -print0); - là đầu vào chuẩn.",
        "A list of file names with a NUL after each (find … -print0); - is standard input.",
    ),
    "help.jobs": ("Số tiến trình; mặc định bằng số lõi.", "How many processes; by default one for each core."),
    "help.spark": (
        "Chuyển kho tài liệu trên một cụm Spark đang có; kết quả là thư mục Parquet có thêm cột error.",
        "Convert documents on an existing Spark; the output is a Parquet directory with one more column, error.",
    ),
    "help.spark-input": (
        "Đường dẫn mà Spark đọc được: Parquet, JSON Lines, hoặc các tệp, kho nén, WARC.",
        "A path that Spark can read: Parquet, JSON Lines, or files, archives, WARC.",
    ),
    "help.spark-output": (
        "Thư mục Parquet sẽ được tạo.",
        "The Parquet directory to make.",
    ),
    "help.timeout": (
        "Số giây nhiều nhất cho một tài liệu; mặc định 60.",
        "The most seconds for one document; by default 60.",
    ),
    "help.unique": (
        "Bỏ tài liệu trùng hoặc gần trùng với tài liệu đứng trước.",
        "Leave out documents that repeat an earlier one, or nearly.",
    ),
    "help.prune": (
        "Bỏ kết quả của những đầu vào không còn nữa.",
        "Drop the results of inputs that are not there any more.",
    ),
    "help.dry-run": (
        "Chỉ liệt kê những tài liệu sẽ đọc: nguồn, dạng, số byte.",
        "Only list what would be read: source, format, bytes.",
    ),
    "help.encoding": (
        "Bảng mã của văn bản thuần, khi chương trình đoán sai: utf-8, utf-16, windows-1258, tcvn3, vni, viscii, vps.",
        "The encoding of plain text, where it is told wrongly: utf-8, utf-16, windows-1258, tcvn3, vni, viscii, vps.",
    ),
    "help.text-column": (
        "Cột chứa văn bản, khi mỗi dòng của bảng (CSV, TSV, XLSX, JSONL, Parquet) là một tài liệu.",
        "The column that holds the text, where each row (CSV, TSV, XLSX, JSONL, Parquet) is a document.",
    ),
    "help.id-column": (
        "Cột dùng làm tên tài liệu; mặc định là số thứ tự của dòng.",
        "The column that names the documents; by default they go by the number of their row.",
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
    "table.organisations": ("Cơ quan, tổ chức", "Organisations"),
    "table.places": ("Địa danh", "Places"),
    "table.dates": ("Thời gian", "Dates and periods"),
    "table.official": ("Tên chính thức", "Official name"),
    "table.present": ("Nay là hoặc thuộc", "Now, or now in"),
    "table.ambiguous": ("Số nơi có thể", "May be one of"),
    "table.one-of": ("{name}, {count} nơi có thể", "{name}, {count:possible unit|possible units}"),
    "table.citations": ("Văn bản, điều luật, tội danh", "Laws, articles and offences"),
    "table.name": ("Tên", "Name"),
    "table.kind": ("Loại", "Kind"),
    "table.known": ("Văn bản nói", "Said"),
    "table.inferred": ("Suy ra", "Inferred"),
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
    "table.doubt": ("cần xem lại: {fields}", "doubtful: {fields}"),
    "table.baseline": ("mốc so sánh", "earlier level"),
    "table.share": ("tỷ lệ", "share"),
    # --- score: what each rate means, and mistakes ------------------------------------------------------------
    "score.documents": ("tài liệu đã chấm", "documents compared"),
    "score.figures": ("số liệu trong chú giải", "figures annotated"),
    "score.precision": ("số liệu đưa ra mà chú giải có", "figures put out that are annotated"),
    "score.recall": ("số liệu trong chú giải mà tìm được", "figures annotated that are put out"),
    "score.f1": ("trung bình điều hoà của hai dòng trên", "harmonic mean of these two"),
    "score.value": ("trong số tìm được: đúng giá trị", "of those found: value, max and of are right"),
    "score.unit": ("đúng đơn vị", "the unit is right"),
    "score.kind": ("đúng loại", "the kind is right"),
    "score.item": ("đúng thứ được đếm (ít nhất nửa số từ)", "what is counted is right (half of the words)"),
    "score.action": ("đúng hành động (ít nhất nửa số từ)", "the action is right (half of the words)"),
    "score.modality": ("đúng mức chính xác", "the modality is right"),
    "score.role": ("đúng vai trò", "the role is right"),
    "score.direction": ("đúng hướng tăng, giảm", "the direction is right"),
    "score.baseline": ("đúng mốc so sánh", "the baseline is right"),
    "score.link": ("đúng quan hệ và số liệu gốc", "the relation and the parent are right"),
    "score.period": ("đúng thời kỳ", "the period is right"),
    "score.row": (
        "F1 của số liệu đúng cả value, unit, item, role, direction, baseline, link, period",
        "F1 of figures with value, unit, item, role, direction, baseline, link and period all right",
    ),
    "score.people": ("F1 của người (theo tên)", "F1 of people (by name)"),
    "score.people_full": ("F1 của người đúng cả chức vụ và cơ quan", "F1 of people with role and organisation right"),
    "score.organisations": ("F1 của cơ quan", "F1 of organisations"),
    "score.doc_published": ("tài liệu đúng ngày đăng", "documents with the publication time right"),
    "score.doc_author": ("tài liệu đúng tác giả", "documents with the author right"),
    "score.doc_agency": ("tài liệu đúng cơ quan", "documents with the agency right"),
    "score.doc_period": ("tài liệu đúng thời kỳ", "documents with the period right"),
    "score.measure": ("Chỉ số", "Measure"),
    "score.rate": ("Kết quả", "Result"),
    "score.meaning": ("Ý nghĩa", "Meaning"),
    "score.wrong": ("sai", "wrong"),
    "score.missed": ("sót", "missed"),
    "score.extra": ("thừa", "extra"),
    "score.figure": ("số liệu", "figure"),
    "score.person": ("người", "person"),
    "score.organisation": ("cơ quan", "organisation"),
    "score.document": ("tài liệu", "document"),
    "score.difference": ("{field}: cần {wanted}, được {got}", "{field}: wanted {wanted}, got {got}"),
    "score.nothing": ("(không có)", "(nothing)"),
    "score.more": (
        "còn {count} chỗ nữa; xem thêm bằng --errors lớn hơn",
        "{count:mistake|mistakes} more; see them with a larger --errors",
    ),
    # --- explain ----------------------------------------------------------------------------------------
    "explain.tokens": ("Từ và loại của chúng", "Words and their kinds"),
    "explain.lower": (
        "Luật tầng dưới: số cùng đơn vị, tên có số",
        "Rules of the lower storey: numbers with units, names with numbers",
    ),
    "explain.joined": ("Sau tầng dưới", "After the lower storey"),
    "explain.upper": ("Luật tầng trên: con số nói gì", "Rules of the upper storey: what a number says"),
    "explain.record": ("Kết quả", "Result"),
    "explain.table": (
        "Bảng (các ô lấy từ: {source}), và những gì chứng minh cách đọc này",
        "A table (cells from: {source}), and what proves this reading",
    ),
    "explain.rival": ("cách đọc khác gần nhất được {sum}", "the next best reading has {sum}"),
    "explain.document": ("Kỳ của văn bản", "The period of the text"),
    "explain.doubt": ("có thể sai {chance}", "may be wrong, {chance}"),
    "explain.no-time": ("không định được", "not settled"),
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


def cause_and_remedy(key: str, lang: str, /, **details: object) -> tuple[str, str]:
    """The two halves of the sentence of an error: what is the matter, and, behind the first `; `, what to do."""
    pattern = CATALOGUE[key][LANGUAGES.index(lang)]
    cause, _, remedy = pattern.partition("; ")
    return cause.format_map(details), remedy.format_map(details)


def choose_language(option: str | None, environ: Mapping[str, str]) -> str:
    """`vi` or `en`: what the option says, else what the locale of the environment says.

    POSIX order: the first of LC_ALL, LC_MESSAGES and LANG that is set and not empty decides.
    """
    if option:
        return option
    locale = next((environ[name] for name in ("LC_ALL", "LC_MESSAGES", "LANG") if environ.get(name)), "")
    return "vi" if locale.lower().startswith("vi") else "en"
