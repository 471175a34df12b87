<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="en" sourcelanguage="vi">
<context>
    <name>AdminPage</name>
    <message>
        <source>Các phần của Quản trị</source>
        <translation>Parts of Administration</translation>
    </message>
    <message>
        <source>Quản trị</source>
        <translation>Administration</translation>
    </message>
    <message>
        <source>Phần này do lãnh đạo hoặc quản trị sửa; ở đây chỉ xem.</source>
        <translation>Heads and administrators change this part; here it can only be seen.</translation>
    </message>
    <message>
        <source>Chọn phần khác, khi đang đứng ở danh sách bên trái</source>
        <translation>Choose another part, while in the list on the left</translation>
    </message>
    <message>
        <source>Vào phần đang mở</source>
        <translation>Enter the open part</translation>
    </message>
    <message>
        <source>Bỏ việc đang làm dở trong phần này</source>
        <translation>Drop what is half done in this part</translation>
    </message>
</context>
<context>
    <name>BottomLine</name>
    <message>
        <source>Việc có thể làm</source>
        <translation>What can be done</translation>
    </message>
</context>
<context>
    <name>CatalogueSection</name>
    <message>
        <source>Danh mục thủ tục</source>
        <translation>Procedure catalogue</translation>
    </message>
    <message>
        <source>Tìm theo thủ tục, nội dung, văn bản; không cần dấu</source>
        <translation>Search by procedure, content or document; accents not needed</translation>
    </message>
    <message>
        <source>Dữ kiện cần đối chiếu với văn bản gốc</source>
        <translation>Facts to compare with the original documents</translation>
    </message>
    <message>
        <source>Ở đâu</source>
        <translation>Where</translation>
    </message>
    <message>
        <source>Cần kiểm tra</source>
        <translation>To be checked</translation>
    </message>
    <message>
        <source>Dữ kiện cần đối chiếu</source>
        <translation>Fact to compare</translation>
    </message>
    <message>
        <source>Phiên bản</source>
        <translation>Version</translation>
    </message>
    <message>
        <source>Dùng từ ngày</source>
        <translation>In force from</translation>
    </message>
    <message>
        <source>{procedures} thủ tục, {forms} biểu mẫu</source>
        <translation>Procedures: {procedures}, forms: {forms}</translation>
    </message>
    <message>
        <source>Nội dung</source>
        <translation>Content</translation>
    </message>
    <message>
        <source>Nguồn</source>
        <translation>Source</translation>
    </message>
    <message>
        <source>Dấu kiểm tra (SHA-256)</source>
        <translation>Fingerprint (SHA-256)</translation>
    </message>
    <message>
        <source>Không có dữ kiện nào khớp. Xóa ô tìm để xem tất cả.</source>
        <translation>No fact matches. Clear the search to see all.</translation>
    </message>
    <message>
        <source>{found} trên {all} dữ kiện chưa đối chiếu với văn bản gốc.</source>
        <translation>Not yet compared with the original documents: {found} of {all}.</translation>
    </message>
    <message>
        <source>Hồ sơ mới theo gói mới nhất có hiệu lực; hồ sơ và bản nháp đã có giữ gói của mình.</source>
        <translation>New dossiers follow the newest pack in force; dossiers and drafts that exist keep theirs.</translation>
    </message>
    <message>
        <source>Tình trạng</source>
        <translation>State</translation>
    </message>
    <message>
        <source>Cần đối chiếu</source>
        <translation>To compare</translation>
    </message>
    <message>
        <source>Người nhập</source>
        <translation>Brought by</translation>
    </message>
    <message>
        <source>Các gói danh mục</source>
        <translation>Catalogue packs</translation>
    </message>
    <message>
        <source>Gỡ gói này</source>
        <translation>Remove this pack</translation>
    </message>
    <message>
        <source>Gói đang xem</source>
        <translation>Pack shown</translation>
    </message>
    <message>
        <source>Nhập gói danh mục</source>
        <translation>Import a pack</translation>
    </message>
    <message>
        <source>Đang kiểm tra gói: cấu trúc, hiệu lực, in thử biểu mẫu…</source>
        <translation>Checking the pack: shape, dates, a trial print of its forms…</translation>
    </message>
    <message>
        <source>Đã gỡ gói {version}.</source>
        <translation>Pack {version} was removed.</translation>
    </message>
    <message>
        <source>Gỡ gói {version}? Hồ sơ mới sẽ theo gói còn lại mới nhất.</source>
        <translation>Remove pack {version}? New dossiers will follow the newest pack that is left.</translation>
    </message>
    <message>
        <source>Chọn gói danh mục</source>
        <translation>Choose a catalogue pack</translation>
    </message>
    <message>
        <source>Gói danh mục (*.toml *.zip);;Mọi tệp (*)</source>
        <translation>Catalogue packs (*.toml *.zip);;All files (*)</translation>
    </message>
    <message>
        <source>Đã nhập gói {version}. Hồ sơ mới dùng gói này từ bây giờ.</source>
        <translation>Pack {version} is in. New dossiers use it from now on.</translation>
    </message>
    <message>
        <source>Đã nhập gói {version}. Gói được dùng từ ngày {day}.</source>
        <translation>Pack {version} is in. It will be used from {day}.</translation>
    </message>
    <message>
        <source>Hiệu lực</source>
        <translation>In force</translation>
    </message>
    <message>
        <source>Mọi dữ kiện của gói này đã đối chiếu với văn bản gốc.</source>
        <translation>Every fact of this pack was compared with the original documents.</translation>
    </message>
    <message>
        <source>Dữ kiện đang chọn</source>
        <translation>Chosen fact</translation>
    </message>
    <message>
        <source>Nguồn: {source}</source>
        <translation>Source: {source}</translation>
    </message>
    <message>
        <source>Đang dùng</source>
        <translation>In use</translation>
    </message>
    <message>
        <source>Chưa đến ngày dùng</source>
        <translation>Not yet in force</translation>
    </message>
    <message>
        <source>Giữ cho hồ sơ đã có</source>
        <translation>Kept for existing dossiers</translation>
    </message>
    <message>
        <source>Đi kèm chương trình</source>
        <translation>Came with the program</translation>
    </message>
    <message>
        <source>Thời hạn của thẻ (đi kèm chương trình)</source>
        <translation>Validity of cards (comes with the program)</translation>
    </message>
    <message>
        <source>thẻ cấp từ {day}</source>
        <translation>cards issued since {day}</translation>
    </message>
    <message>
        <source>Cả gói</source>
        <translation>Whole pack</translation>
    </message>
    <message>
        <source>Giờ làm việc</source>
        <translation>Working hours</translation>
    </message>
    <message>
        <source>Mã số hồ sơ</source>
        <translation>Dossier numbers</translation>
    </message>
    <message>
        <source>Lời đồng ý đọc chip</source>
        <translation>Consent to read the chip</translation>
    </message>
    <message>
        <source>Cách ghi giấy tờ tùy thân</source>
        <translation>How identity papers are written</translation>
    </message>
    <message>
        <source>Nơi cấp thẻ</source>
        <translation>Issuing authority</translation>
    </message>
    <message>
        <source>Lệ phí</source>
        <translation>Fee</translation>
    </message>
    <message>
        <source>Thời hạn</source>
        <translation>Time limit</translation>
    </message>
    <message>
        <source>Thành phần hồ sơ</source>
        <translation>Papers of the dossier</translation>
    </message>
    <message>
        <source>Kết quả</source>
        <translation>Result</translation>
    </message>
    <message>
        <source>Căn cứ pháp lý</source>
        <translation>Legal basis</translation>
    </message>
    <message>
        <source>Người trong hồ sơ</source>
        <translation>People of the dossier</translation>
    </message>
</context>
<context>
    <name>ChosenProcedure</name>
    <message>
        <source>Đổi thủ tục</source>
        <translation>Change procedure</translation>
    </message>
</context>
<context>
    <name>ConsentLine</name>
    <message>
        <source>Đồng ý cho đọc chip</source>
        <translation>Agrees to the chip being read</translation>
    </message>
    <message>
        <source>Đã đồng ý cho đọc chip</source>
        <translation>Agreed to the chip being read</translation>
    </message>
    <message>
        <source>Xem lời</source>
        <translation>Show text</translation>
    </message>
    <message>
        <source>Xem lời đồng ý</source>
        <translation>Show the text of the consent</translation>
    </message>
</context>
<context>
    <name>Crash</name>
    <message>
        <source>Chương trình gặp lỗi</source>
        <translation>The program met an error</translation>
    </message>
    <message>
        <source>Việc đang làm đã được giữ lại thành bản nháp. Không có gì được ghi dở dang.</source>
        <translation>Your work was kept as a draft. Nothing was half written.</translation>
    </message>
    <message>
        <source>Không có gì được ghi dở dang. Bản nháp giữ đến lần lưu gần nhất.</source>
        <translation>Nothing was half written. The draft is as of its last saving.</translation>
    </message>
    <message>
        <source>Xin gửi các dòng dưới đây cho bộ phận hỗ trợ. Chúng không chứa dữ liệu của người dân.</source>
        <translation>Please send the lines below to support. They hold no data of citizens.</translation>
    </message>
    <message>
        <source>Chỗ lỗi trong chương trình</source>
        <translation>Place in the program</translation>
    </message>
    <message>
        <source>Chép các dòng</source>
        <translation>Copy the lines</translation>
    </message>
    <message>
        <source>Đóng chương trình</source>
        <translation>Close the program</translation>
    </message>
    <message>
        <source>Làm tiếp</source>
        <translation>Go on</translation>
    </message>
</context>
<context>
    <name>Door</name>
    <message>
        <source>Mật khẩu</source>
        <translation>Password</translation>
    </message>
    <message>
        <source>Đang kiểm tra…</source>
        <translation>Checking…</translation>
    </message>
    <message>
        <source>Chờ {seconds} giây rồi thử lại.</source>
        <translation>Wait {seconds} s, then try again.</translation>
    </message>
    <message>
        <source>Ai làm việc ở quầy này?</source>
        <translation>Who works at this counter?</translation>
    </message>
    <message>
        <source>Cán bộ</source>
        <translation>Officer</translation>
    </message>
    <message>
        <source>Vào làm việc</source>
        <translation>Start work</translation>
    </message>
    <message>
        <source>Việc đang làm vẫn được giữ nguyên.</source>
        <translation>Your work is kept as it is.</translation>
    </message>
    <message>
        <source>Mở khóa</source>
        <translation>Unlock</translation>
    </message>
    <message>
        <source>Cán bộ khác</source>
        <translation>Another officer</translation>
    </message>
    <message>
        <source>Đã khóa. {name} đang tạm vắng.</source>
        <translation>Locked. {name} is away for a moment.</translation>
    </message>
</context>
<context>
    <name>DrawnReader</name>
    <message>
        <source>Thẻ tập huấn</source>
        <translation>Training cards</translation>
    </message>
    <message>
        <source>Công dân hư cấu và thẻ của họ</source>
        <translation>Fictional citizens and their cards</translation>
    </message>
    <message>
        <source>Quét mã QR</source>
        <translation>Scan the QR code</translation>
    </message>
    <message>
        <source>Lấy thẻ ra</source>
        <translation>Take the card away</translation>
    </message>
    <message>
        <source>Đặt thẻ lên đầu đọc</source>
        <translation>Lay the card on the reader</translation>
    </message>
    <message>
        <source>Trên đầu đọc: thẻ của {name}</source>
        <translation>On the reader: the card of {name}</translation>
    </message>
    <message>
        <source>Đầu đọc ảo PC/SC đang trống.</source>
        <translation>The virtual PC/SC reader is empty.</translation>
    </message>
    <message>
        <source>Đầu đọc vẽ đang trống (thẻ mô phỏng trong chương trình).</source>
        <translation>The drawn reader is empty (card simulated in the program).</translation>
    </message>
</context>
<context>
    <name>Due</name>
    <message>
        <source>thứ Hai</source>
        <translation>Monday</translation>
    </message>
    <message>
        <source>thứ Ba</source>
        <translation>Tuesday</translation>
    </message>
    <message>
        <source>thứ Tư</source>
        <translation>Wednesday</translation>
    </message>
    <message>
        <source>thứ Năm</source>
        <translation>Thursday</translation>
    </message>
    <message>
        <source>thứ Sáu</source>
        <translation>Friday</translation>
    </message>
    <message>
        <source>thứ Bảy</source>
        <translation>Saturday</translation>
    </message>
    <message>
        <source>Chủ nhật</source>
        <translation>Sunday</translation>
    </message>
    <message>
        <source>Lệ phí: danh mục không ghi cho cách nộp này</source>
        <translation>Fee: the catalogue says nothing for this channel</translation>
    </message>
    <message>
        <source>Lệ phí: không thu</source>
        <translation>Fee: none</translation>
    </message>
    <message>
        <source>Lệ phí: {amount} đồng</source>
        <translation>Fee: {amount} đồng</translation>
    </message>
    <message>
        <source>Trực tiếp</source>
        <translation>In person</translation>
    </message>
    <message>
        <source>Qua bưu chính công ích</source>
        <translation>By public post</translation>
    </message>
    <message>
        <source>Trực tuyến</source>
        <translation>Online</translation>
    </message>
    <message>
        <source>Trực tuyến, có hướng dẫn</source>
        <translation>Online, with help</translation>
    </message>
    <message>
        <source>Thẻ căn cước, xem trực tiếp</source>
        <translation>Identity card, seen here</translation>
    </message>
    <message>
        <source>Mã QR trên thẻ căn cước</source>
        <translation>QR code of the identity card</translation>
    </message>
    <message>
        <source>Chip của thẻ căn cước</source>
        <translation>Chip of the identity card</translation>
    </message>
    <message>
        <source>Cơ sở dữ liệu quốc gia về dân cư</source>
        <translation>National population database</translation>
    </message>
    <message>
        <source>Tài khoản VNeID</source>
        <translation>VNeID account</translation>
    </message>
    <message>
        <source>Giấy xác nhận CT07</source>
        <translation>Certificate CT07</translation>
    </message>
    <message>
        <source>Thông báo số định danh cá nhân</source>
        <translation>Notice of the personal number</translation>
    </message>
</context>
<context>
    <name>DuePanel</name>
    <message>
        <source>Phải đưa giấy tiếp nhận và hẹn trả kết quả cho người nộp.</source>
        <translation>The receipt with the appointment must be handed over.</translation>
    </message>
    <message>
        <source>Trả kết quả trong ngày: chỉ in giấy tiếp nhận khi người dân yêu cầu.</source>
        <translation>Result on the same day: print a receipt only if the citizen asks.</translation>
    </message>
    <message>
        <source>Cư trú chứng minh bằng</source>
        <translation>Residence shown by</translation>
    </message>
    <message>
        <source>Cách nộp</source>
        <translation>Channel</translation>
    </message>
    <message>
        <source>Trường hợp</source>
        <translation>Case</translation>
    </message>
    <message>
        <source>Hẹn trả kết quả</source>
        <translation>Appointment</translation>
    </message>
    <message>
        <source>Vì sao ngày này?</source>
        <translation>Why this day?</translation>
    </message>
    <message>
        <source>cần chọn</source>
        <translation>choose</translation>
    </message>
    <message>
        <source>Không có thời hạn</source>
        <translation>No time limit</translation>
    </message>
</context>
<context>
    <name>ExpiryBox</name>
    <message>
        <source>Ngày này suy từ ngày sinh và ngày cấp. Mỗi lần bấm chỉ thử một lần.</source>
        <translation>This date follows from the birth date and the day of issue. One press is one try.</translation>
    </message>
    <message>
        <source>Ngày sinh in trên thẻ</source>
        <translation>Birth date printed on the card</translation>
    </message>
    <message>
        <source>Ngày hết hạn in trên thẻ</source>
        <translation>Expiry date printed on the card</translation>
    </message>
    <message>
        <source>Gõ ngày hết hạn in trên thẻ rồi Enter</source>
        <translation>Type the expiry date printed on the card, then Enter</translation>
    </message>
    <message>
        <source>Thẻ này chỉ mở bằng ngày hết hạn. Trước hết quét mã QR hoặc gõ đủ 12 số.</source>
        <translation>This card opens by its expiry date alone. First scan the QR code or type all 12 digits.</translation>
    </message>
    <message>
        <source>Thẻ này chỉ mở bằng ngày hết hạn.</source>
        <translation>This card opens by its expiry date alone.</translation>
    </message>
    <message>
        <source>Thử ngày {day}</source>
        <translation>Try {day}</translation>
    </message>
    <message>
        <source>ngày/tháng/năm</source>
        <translation>day/month/year</translation>
    </message>
    <message>
        <source>Ngày chưa đúng. Gõ đủ ngày, tháng, năm như trên thẻ, ví dụ 15/05/2030.</source>
        <translation>Not a date. Type day, month and year as on the card, such as 15/05/2030.</translation>
    </message>
</context>
<context>
    <name>FieldMark</name>
    <message>
        <source>chip</source>
        <translation>chip</translation>
    </message>
    <message>
        <source>mã QR</source>
        <translation>QR code</translation>
    </message>
    <message>
        <source>danh mục</source>
        <translation>catalogue</translation>
    </message>
    <message>
        <source>hồ sơ cũ</source>
        <translation>earlier dossier</translation>
    </message>
    <message>
        <source>tự nhập</source>
        <translation>typed</translation>
    </message>
    <message>
        <source>cơ quan</source>
        <translation>office</translation>
    </message>
    <message>
        <source>xem lại</source>
        <translation>look again</translation>
    </message>
    <message>
        <source>cần điền</source>
        <translation>fill in</translation>
    </message>
</context>
<context>
    <name>FirstRun</name>
    <message>
        <source>Mã định danh đơn vị</source>
        <translation>Unit code</translation>
    </message>
    <message>
        <source>Do tỉnh cấp, ví dụ H29.12.03</source>
        <translation>Given by the province, such as H29.12.03</translation>
    </message>
    <message>
        <source>Cơ quan cấp trên</source>
        <translation>Superior body</translation>
    </message>
    <message>
        <source>Dòng trên cùng của giấy biên nhận</source>
        <translation>Top line of the receipt</translation>
    </message>
    <message>
        <source>Tên Bộ phận Một cửa</source>
        <translation>Name of the one-stop office</translation>
    </message>
    <message>
        <source>Như trên biển hiệu</source>
        <translation>As on the sign</translation>
    </message>
    <message>
        <source>Địa danh</source>
        <translation>Place</translation>
    </message>
    <message>
        <source>Đứng trước ngày tháng trên giấy</source>
        <translation>Stands before the date on paper</translation>
    </message>
    <message>
        <source>Điện thoại</source>
        <translation>Telephone</translation>
    </message>
    <message>
        <source>Để người dân gọi hỏi</source>
        <translation>For citizens to call</translation>
    </message>
    <message>
        <source>Kính gửi</source>
        <translation>Addressed to</translation>
    </message>
    <message>
        <source>Cơ quan ghi ở đầu tờ khai</source>
        <translation>Authority at the head of declarations</translation>
    </message>
    <message>
        <source>Mã quầy</source>
        <translation>Counter code</translation>
    </message>
    <message>
        <source>Mỗi máy một mã, ví dụ Q01</source>
        <translation>One for each computer, such as Q01</translation>
    </message>
    <message>
        <source>Số hồ sơ từ</source>
        <translation>Dossier numbers from</translation>
    </message>
    <message>
        <source>Để trống nếu tỉnh chưa cấp dải số</source>
        <translation>Empty if the province gave no block</translation>
    </message>
    <message>
        <source>đến số</source>
        <translation>to</translation>
    </message>
    <message>
        <source>Số cuối của dải tỉnh cấp</source>
        <translation>Last number of the block</translation>
    </message>
    <message>
        <source>Địa chỉ hệ thống của tỉnh</source>
        <translation>Address of the province&apos;s system</translation>
    </message>
    <message>
        <source>Bắt đầu bằng https://</source>
        <translation>Begins with https://</translation>
    </message>
    <message>
        <source>Mã cán bộ</source>
        <translation>Officer code</translation>
    </message>
    <message>
        <source>Ví dụ cb01</source>
        <translation>Such as cb01</translation>
    </message>
    <message>
        <source>Họ và tên</source>
        <translation>Full name</translation>
    </message>
    <message>
        <source>In trên giấy biên nhận</source>
        <translation>Printed on receipts</translation>
    </message>
    <message>
        <source>Cần điền ô này.</source>
        <translation>Please fill in this field.</translation>
    </message>
    <message>
        <source>Chỉ dùng chữ không dấu, số, dấu chấm, gạch; tối đa 32 ký tự và không giống số định danh.</source>
        <translation>Only plain letters, digits, dots, dashes; at most 32, and not like a citizen number.</translation>
    </message>
    <message>
        <source>Viết cả https:// ở đầu, không có khoảng trắng.</source>
        <translation>Write https:// at the beginning, and no spaces.</translation>
    </message>
    <message>
        <source>Viết một số từ 1 đến 9999999.</source>
        <translation>Write a number from 1 to 9999999.</translation>
    </message>
    <message>
        <source>Điền cả hai số, số sau không nhỏ hơn số trước.</source>
        <translation>Give both numbers, the second not smaller than the first.</translation>
    </message>
    <message>
        <source>Dài quá, xin viết ngắn hơn.</source>
        <translation>Too long, please write less.</translation>
    </message>
    <message>
        <source>Mật khẩu cần ít nhất 8 ký tự.</source>
        <translation>A password needs at least 8 characters.</translation>
    </message>
    <message>
        <source>Hai lần gõ chưa giống nhau.</source>
        <translation>The two are not alike yet.</translation>
    </message>
    <message>
        <source>Từ 2 đến 8 ký tự không dấu, không cách, có ít nhất một dấu như ~ # @ để khác chữ gõ.</source>
        <translation>2 to 8 plain characters without spaces, at least one sign such as ~ # @, so that it differs from typing.</translation>
    </message>
    <message>
        <source>Đang lập hồ sơ làm việc, mất vài giây…</source>
        <translation>Making the working profile, a few seconds…</translation>
    </message>
    <message>
        <source>Máy này không có nơi giữ khóa. Điền ô “Cụm mật khẩu” ở cuối trang rồi bấm lại.</source>
        <translation>This computer has no place for keys. Fill in “Passphrase” at the end of the page, then press again.</translation>
    </message>
    <message>
        <source>Lập hồ sơ làm việc cho máy này</source>
        <translation>Set up this computer</translation>
    </message>
    <message>
        <source>Chỉ làm một lần. Thông tin này in trên giấy tờ và gửi tỉnh; có thể sửa sau ở trang Quản trị.</source>
        <translation>Done once. This is printed on papers and sent to the province; Administration shows it later.</translation>
    </message>
    <message>
        <source>Điền từ tệp cơ quan…</source>
        <translation>Fill in from an office file…</translation>
    </message>
    <message>
        <source>Cơ quan</source>
        <translation>Office</translation>
    </message>
    <message>
        <source>Quầy</source>
        <translation>Counter</translation>
    </message>
    <message>
        <source>Tỉnh</source>
        <translation>Province</translation>
    </message>
    <message>
        <source>Cán bộ đầu tiên</source>
        <translation>First officer</translation>
    </message>
    <message>
        <source>Người này quản lý máy và thêm cán bộ khác ở trang Quản trị.</source>
        <translation>Manages this computer and adds other officers in Administration.</translation>
    </message>
    <message>
        <source>Mật khẩu</source>
        <translation>Password</translation>
    </message>
    <message>
        <source>Ít nhất 8 ký tự</source>
        <translation>At least 8 characters</translation>
    </message>
    <message>
        <source>Gõ lại mật khẩu</source>
        <translation>Password again</translation>
    </message>
    <message>
        <source>Giống hệt lần đầu</source>
        <translation>The same once more</translation>
    </message>
    <message>
        <source>Cơ quan đã có máy khác?</source>
        <translation>Does the office have other computers?</translation>
    </message>
    <message>
        <source>Chọn tệp gia nhập do máy đầu tiên ghi ra. Nếu đây là máy đầu tiên thì bỏ qua.</source>
        <translation>Choose the join file that the first computer wrote. Skip this if this is the first.</translation>
    </message>
    <message>
        <source>Chọn tệp gia nhập…</source>
        <translation>Choose a join file…</translation>
    </message>
    <message>
        <source>Cụm mật khẩu của tệp gia nhập</source>
        <translation>Passphrase of the join file</translation>
    </message>
    <message>
        <source>Khóa của hồ sơ làm việc</source>
        <translation>Key of the working profile</translation>
    </message>
    <message>
        <source>Máy này không có nơi giữ khóa. Cụm này được hỏi mỗi lần mở chương trình.</source>
        <translation>This computer cannot keep keys. The passphrase is asked at every start.</translation>
    </message>
    <message>
        <source>Cụm mật khẩu</source>
        <translation>Passphrase</translation>
    </message>
    <message>
        <source>Gõ lại cụm mật khẩu</source>
        <translation>Passphrase once more</translation>
    </message>
    <message>
        <source>Quên cụm này thì không ai mở lại được hồ sơ của máy.</source>
        <translation>Without this passphrase nobody can open the profile again.</translation>
    </message>
    <message>
        <source>không bắt buộc</source>
        <translation>optional</translation>
    </message>
    <message>
        <source>Lập hồ sơ làm việc</source>
        <translation>Make the profile</translation>
    </message>
    <message>
        <source>Tệp cơ quan</source>
        <translation>Office file</translation>
    </message>
    <message>
        <source>Tệp gia nhập</source>
        <translation>Join file</translation>
    </message>
</context>
<context>
    <name>FormColumn</name>
    <message>
        <source>{share} % không phải gõ</source>
        <translation>{share} % not typed</translation>
    </message>
</context>
<context>
    <name>HeldPaper</name>
    <message>
        <source>{count} trang</source>
        <translation>Pages: {count}</translation>
    </message>
    <message>
        <source>màu</source>
        <translation>colour</translation>
    </message>
    <message>
        <source>xám</source>
        <translation>grey</translation>
    </message>
    <message>
        <source>quét lúc {time}</source>
        <translation>scanned at {time}</translation>
    </message>
    <message>
        <source>đính kèm lúc {time}</source>
        <translation>attached at {time}</translation>
    </message>
    <message>
        <source>lúc {time}</source>
        <translation>at {time}</translation>
    </message>
</context>
<context>
    <name>Help</name>
    <message>
        <source>Công dân hư cấu và thẻ của họ, đầu đọc vẽ</source>
        <translation>Made-up citizens and their cards, the drawn reader</translation>
    </message>
    <message>
        <source>Làm việc chính của trang</source>
        <translation>Do the main action of the page</translation>
    </message>
    <message>
        <source>Lùi một bước, không mất gì</source>
        <translation>One step back, nothing is lost</translation>
    </message>
    <message>
        <source>Sang ô kế tiếp</source>
        <translation>To the next field</translation>
    </message>
    <message>
        <source>Mở trang {page}</source>
        <translation>Open {page}</translation>
    </message>
    <message>
        <source>Khóa màn hình</source>
        <translation>Lock the screen</translation>
    </message>
    <message>
        <source>Bảng các phím này</source>
        <translation>This sheet of keys</translation>
    </message>
    <message>
        <source>Các phím</source>
        <translation>Keys</translation>
    </message>
    <message>
        <source>Ở mọi trang</source>
        <translation>On every page</translation>
    </message>
    <message>
        <source>Đóng</source>
        <translation>Close</translation>
    </message>
</context>
<context>
    <name>MembersTable</name>
    <message>
        <source>Thêm người</source>
        <translation>Add a person</translation>
    </message>
    <message>
        <source>Thêm một người vào danh sách (Alt+Insert)</source>
        <translation>Add a person to the list (Alt+Insert)</translation>
    </message>
</context>
<context>
    <name>MessageBar</name>
    <message>
        <source>Ẩn thông báo này</source>
        <translation>Hide this message</translation>
    </message>
</context>
<context>
    <name>OfficeEditor</name>
    <message>
        <source>Cơ quan</source>
        <translation>Office</translation>
    </message>
    <message>
        <source>Đơn vị trong hồ sơ</source>
        <translation>Units of a dossier</translation>
    </message>
    <message>
        <source>Tỉnh</source>
        <translation>Province</translation>
    </message>
    <message>
        <source>Máy trạm này</source>
        <translation>This workstation</translation>
    </message>
    <message>
        <source>Mã đơn vị; để trống nếu chính là đơn vị này</source>
        <translation>Code of the unit; leave empty if it is this one</translation>
    </message>
    <message>
        <source>Đơn vị hỗ trợ</source>
        <translation>Helping unit</translation>
    </message>
    <message>
        <source>Đơn vị tiếp nhận</source>
        <translation>Receiving unit</translation>
    </message>
    <message>
        <source>Đơn vị giải quyết</source>
        <translation>Deciding unit</translation>
    </message>
    <message>
        <source>Tiền tố của máy quét QR</source>
        <translation>Prefix of the QR scanner</translation>
    </message>
    <message>
        <source>Như đã cài trong máy quét, ví dụ ~QR; để trống thì nhận theo tốc độ</source>
        <translation>As set in the scanner, such as ~QR; left empty it is known by its pace</translation>
    </message>
</context>
<context>
    <name>OfficeSection</name>
    <message>
        <source>Cơ quan và máy trạm</source>
        <translation>Office and computer</translation>
    </message>
    <message>
        <source>In trên giấy tờ và gửi tỉnh. Hồ sơ đã tiếp nhận giữ tên và mã của ngày tiếp nhận.</source>
        <translation>Printed on papers and sent to the province. Accepted dossiers keep the names and codes of their day.</translation>
    </message>
    <message>
        <source>Cơ quan</source>
        <translation>Office</translation>
    </message>
    <message>
        <source>Lưu thay đổi</source>
        <translation>Save changes</translation>
    </message>
    <message>
        <source>Sửa thông tin</source>
        <translation>Change</translation>
    </message>
    <message>
        <source>Đã lưu. Giấy tờ và hồ sơ từ bây giờ theo thông tin mới.</source>
        <translation>Saved. Papers and dossiers from now on use the new data.</translation>
    </message>
    <message>
        <source>Tên cơ quan</source>
        <translation>Name of the office</translation>
    </message>
    <message>
        <source>Cơ quan cấp trên</source>
        <translation>Superior body</translation>
    </message>
    <message>
        <source>Nơi ghi trên giấy</source>
        <translation>Place on papers</translation>
    </message>
    <message>
        <source>Điện thoại</source>
        <translation>Telephone</translation>
    </message>
    <message>
        <source>Mã đơn vị</source>
        <translation>Unit code</translation>
    </message>
    <message>
        <source>Kính gửi trên tờ khai</source>
        <translation>Addressee on declarations</translation>
    </message>
    <message>
        <source>Hỗ trợ · tiếp nhận · giải quyết</source>
        <translation>Helping · receiving · deciding</translation>
    </message>
    <message>
        <source>Máy chủ của tỉnh</source>
        <translation>Server of the province</translation>
    </message>
    <message>
        <source>Máy trạm này</source>
        <translation>This computer</translation>
    </message>
    <message>
        <source>Mã máy</source>
        <translation>Code</translation>
    </message>
    <message>
        <source>chưa có; hồ sơ mang số tạm</source>
        <translation>none; dossiers get temporary numbers</translation>
    </message>
    <message>
        <source>Dải số được giao</source>
        <translation>Block of numbers</translation>
    </message>
    <message>
        <source>Còn lại hôm nay</source>
        <translation>Left today</translation>
    </message>
    <message>
        <source>Tiền tố của máy quét QR</source>
        <translation>Prefix of the QR scanner</translation>
    </message>
    <message>
        <source>chưa đặt; nhận theo tốc độ</source>
        <translation>not set; known by its pace</translation>
    </message>
    <message>
        <source>Dải số sắp hết hoặc chưa có. Xin tỉnh giao thêm; hết số thì hồ sơ mang số tạm.</source>
        <translation>The block is nearly used up or missing. Ask the province for more; without one, dossiers get temporary numbers.</translation>
    </message>
</context>
<context>
    <name>OfficerForm</name>
    <message>
        <source>Cán bộ một cửa: tiếp nhận, số hóa, trả kết quả</source>
        <translation>Clerk: receives, digitizes, hands over results</translation>
    </message>
    <message>
        <source>Lãnh đạo: thêm quyền quản lý cán bộ</source>
        <translation>Head: manages officers too</translation>
    </message>
    <message>
        <source>Quản trị: cán bộ, chứng thư, máy trạm</source>
        <translation>Administrator: officers, certificates, computers</translation>
    </message>
    <message>
        <source>Ít nhất {count} ký tự.</source>
        <translation>At least {count} characters.</translation>
    </message>
    <message>
        <source>Mã đăng nhập</source>
        <translation>Sign-in code</translation>
    </message>
    <message>
        <source>Ví dụ cb02. Không cấp lại mã cũ.</source>
        <translation>Such as cb02. Old codes are not given again.</translation>
    </message>
    <message>
        <source>Họ và tên</source>
        <translation>Full name</translation>
    </message>
    <message>
        <source>In trên giấy tiếp nhận.</source>
        <translation>Printed on receipts.</translation>
    </message>
    <message>
        <source>Vai trò</source>
        <translation>Role</translation>
    </message>
    <message>
        <source>Mật khẩu</source>
        <translation>Password</translation>
    </message>
    <message>
        <source>Mật khẩu, gõ lại</source>
        <translation>Password again</translation>
    </message>
    <message>
        <source>Cán bộ mới</source>
        <translation>New officer</translation>
    </message>
    <message>
        <source>Sửa cán bộ {code}</source>
        <translation>Change officer {code}</translation>
    </message>
    <message>
        <source>Mật khẩu mới cho {code}</source>
        <translation>New password for {code}</translation>
    </message>
    <message>
        <source>Hai lần gõ mật khẩu chưa giống nhau.</source>
        <translation>The two passwords are not alike yet.</translation>
    </message>
</context>
<context>
    <name>Officers</name>
    <message>
        <source>Cán bộ một cửa</source>
        <translation>Clerk</translation>
    </message>
    <message>
        <source>Lãnh đạo</source>
        <translation>Head</translation>
    </message>
    <message>
        <source>Quản trị</source>
        <translation>Administrator</translation>
    </message>
    <message>
        <source>Đang làm việc</source>
        <translation>Active</translation>
    </message>
    <message>
        <source>Đã ngừng</source>
        <translation>Stopped</translation>
    </message>
</context>
<context>
    <name>OfficersSection</name>
    <message>
        <source>Cán bộ</source>
        <translation>Officers</translation>
    </message>
    <message>
        <source>Mã</source>
        <translation>Code</translation>
    </message>
    <message>
        <source>Họ và tên</source>
        <translation>Full name</translation>
    </message>
    <message>
        <source>Vai trò</source>
        <translation>Role</translation>
    </message>
    <message>
        <source>Tình trạng</source>
        <translation>State</translation>
    </message>
    <message>
        <source>Sửa tên, vai trò</source>
        <translation>Change name or role</translation>
    </message>
    <message>
        <source>Đặt mật khẩu mới</source>
        <translation>Set a new password</translation>
    </message>
    <message>
        <source>Lưu</source>
        <translation>Save</translation>
    </message>
    <message>
        <source>Thêm cán bộ</source>
        <translation>Add an officer</translation>
    </message>
    <message>
        <source>Thêm, ngừng cán bộ và đặt mật khẩu là việc của lãnh đạo hoặc quản trị.</source>
        <translation>Adding and stopping officers and setting passwords is for the head or an administrator.</translation>
    </message>
    <message>
        <source>Ngừng cán bộ này</source>
        <translation>Stop this officer</translation>
    </message>
    <message>
        <source>Cho dùng lại</source>
        <translation>Let in again</translation>
    </message>
    <message>
        <source>{code} đăng nhập lại được.</source>
        <translation>{code} can sign in again.</translation>
    </message>
    <message>
        <source>{code} không đăng nhập được nữa. Hồ sơ đã làm vẫn giữ nguyên tên.</source>
        <translation>{code} can no longer sign in. Dossiers keep the name.</translation>
    </message>
    <message>
        <source>Đã thêm {code}. Đưa mật khẩu tận tay và nhắc đổi khi đăng nhập lần đầu.</source>
        <translation>{code} was added. Hand over the password in person, to be changed at the first sign-in.</translation>
    </message>
    <message>
        <source>Đã sửa {code}. Giấy tờ đã in vẫn giữ tên cũ.</source>
        <translation>{code} was changed. Papers printed before keep the old name.</translation>
    </message>
    <message>
        <source>Đã đặt mật khẩu mới cho {code}.</source>
        <translation>{code} has a new password.</translation>
    </message>
</context>
<context>
    <name>Outbox</name>
    <message>
        <source>Đã tiếp nhận hồ sơ</source>
        <translation>Dossier accepted</translation>
    </message>
    <message>
        <source>Đã số hóa giấy tờ</source>
        <translation>Paper digitized</translation>
    </message>
    <message>
        <source>Đã đọc thẻ</source>
        <translation>Card read</translation>
    </message>
    <message>
        <source>Đang gửi</source>
        <translation>Being sent</translation>
    </message>
    <message>
        <source>Tỉnh đã nhận</source>
        <translation>Received by the province</translation>
    </message>
    <message>
        <source>Tỉnh từ chối</source>
        <translation>Refused by the province</translation>
    </message>
    <message>
        <source>Gửi lại lúc {time}</source>
        <translation>Again at {time}</translation>
    </message>
    <message>
        <source>Đang chờ</source>
        <translation>Waiting</translation>
    </message>
</context>
<context>
    <name>OutboxModel</name>
    <message>
        <source>Hồ sơ</source>
        <translation>Dossier</translation>
    </message>
    <message>
        <source>Nội dung</source>
        <translation>Content</translation>
    </message>
    <message>
        <source>Xếp hàng lúc</source>
        <translation>Queued at</translation>
    </message>
    <message>
        <source>Tình trạng</source>
        <translation>State</translation>
    </message>
    <message>
        <source>Số lần gửi</source>
        <translation>Attempts</translation>
    </message>
</context>
<context>
    <name>PaperPreview</name>
    <message>
        <source>Các trang của giấy tờ</source>
        <translation>Pages of the paper</translation>
    </message>
    <message>
        <source>Không mở được giấy tờ này. Đóng bản xem rồi mở lại.</source>
        <translation>This paper cannot be opened. Close the preview and open it again.</translation>
    </message>
    <message>
        <source>Trang {page} / {pages}</source>
        <translation>Page {page} / {pages}</translation>
    </message>
    <message>
        <source>Chưa có giấy tờ</source>
        <translation>No paper yet</translation>
    </message>
    <message>
        <source>Vừa bề ngang</source>
        <translation>Fit width</translation>
    </message>
    <message>
        <source>Cả trang</source>
        <translation>Whole page</translation>
    </message>
    <message>
        <source>Trang trước</source>
        <translation>Previous page</translation>
    </message>
    <message>
        <source>Trang sau</source>
        <translation>Next page</translation>
    </message>
    <message>
        <source>Thu nhỏ</source>
        <translation>Smaller</translation>
    </message>
    <message>
        <source>Phóng to</source>
        <translation>Larger</translation>
    </message>
</context>
<context>
    <name>PaperRow</name>
    <message>
        <source>Quét</source>
        <translation>Scan</translation>
    </message>
    <message>
        <source>Đính kèm</source>
        <translation>Attach</translation>
    </message>
    <message>
        <source>Xem trước</source>
        <translation>Preview</translation>
    </message>
    <message>
        <source>Chọn tệp đính kèm</source>
        <translation>Choose a file to attach</translation>
    </message>
    <message>
        <source>Giấy tờ (*.pdf *.jpg *.jpeg *.png *.tif *.tiff);;Mọi tệp (*)</source>
        <translation>Papers (*.pdf *.jpg *.jpeg *.png *.tif *.tiff);;All files (*)</translation>
    </message>
    <message>
        <source>Đã có {count} tệp</source>
        <translation>Files held: {count}</translation>
    </message>
    <message>
        <source>{count} bản chính</source>
        <translation>Originals: {count}</translation>
    </message>
    <message>
        <source>{count} bản sao</source>
        <translation>Copies: {count}</translation>
    </message>
    <message>
        <source>Cần có</source>
        <translation>Needed</translation>
    </message>
</context>
<context>
    <name>PaperStatusStrip</name>
    <message>
        <source>Tình trạng giấy tờ</source>
        <translation>State of the paper</translation>
    </message>
    <message>
        <source>Bản nháp, chưa tiếp nhận</source>
        <translation>Draft, not accepted yet</translation>
    </message>
    <message>
        <source>Đã lưu trên máy này</source>
        <translation>Saved on this computer</translation>
    </message>
    <message>
        <source>Chưa lưu</source>
        <translation>Not saved</translation>
    </message>
    <message>
        <source>Đang in…</source>
        <translation>Printing…</translation>
    </message>
    <message>
        <source>Đã in {count} lần, {unclear} lần chưa rõ</source>
        <translation>Times printed: {count}, of them unclear: {unclear}</translation>
    </message>
    <message>
        <source>Đã in {count} lần</source>
        <translation>Times printed: {count}</translation>
    </message>
    <message>
        <source>Chưa in</source>
        <translation>Not printed</translation>
    </message>
    <message>
        <source>Tỉnh đã nhận</source>
        <translation>Received by the province</translation>
    </message>
    <message>
        <source>Tỉnh từ chối, xem Đồng bộ</source>
        <translation>Refused by the province, see Sync</translation>
    </message>
    <message>
        <source>Đang chờ gửi lên tỉnh</source>
        <translation>Waiting to be sent</translation>
    </message>
    <message>
        <source>Không có gì phải gửi</source>
        <translation>Nothing to send</translation>
    </message>
</context>
<context>
    <name>PapersColumn</name>
    <message>
        <source>Còn trang quét chưa dùng: bấm Quét ở giấy tờ của các trang đó.</source>
        <translation>There are scanned pages not used yet: press Scan at the paper they belong to.</translation>
    </message>
    <message>
        <source>Còn thiếu {count} giấy tờ · {key} để tới</source>
        <translation>Papers missing: {count} · {key} goes there</translation>
    </message>
    <message>
        <source>Không còn thiếu giấy tờ nào</source>
        <translation>No paper is missing</translation>
    </message>
    <message>
        <source>Giấy tờ</source>
        <translation>Papers</translation>
    </message>
    <message>
        <source>Chọn thủ tục ở cột giữa: giấy tờ cần có, lệ phí và ngày hẹn sẽ hiện ở đây.</source>
        <translation>Choose a procedure in the middle: papers, fee and appointment will show here.</translation>
    </message>
    <message>
        <source>Không cần trong trường hợp này: {count}</source>
        <translation>Not needed in this case: {count}</translation>
    </message>
</context>
<context>
    <name>PapersDialog</name>
    <message>
        <source>Xem và in giấy tờ</source>
        <translation>See and print papers</translation>
    </message>
    <message>
        <source>Người dân muốn có giấy tiếp nhận</source>
        <translation>The citizen wants a receipt</translation>
    </message>
    <message>
        <source>Đóng</source>
        <translation>Close</translation>
    </message>
</context>
<context>
    <name>PapersPanel</name>
    <message>
        <source>Giấy tờ</source>
        <translation>Papers</translation>
    </message>
    <message>
        <source>In</source>
        <translation>Print</translation>
    </message>
    <message>
        <source>Máy in</source>
        <translation>Printer</translation>
    </message>
    <message>
        <source>Tìm lại máy in</source>
        <translation>Look for printers again</translation>
    </message>
    <message>
        <source>Số bản</source>
        <translation>Copies</translation>
    </message>
    <message>
        <source>Phiếu đã gồm hai liên: một lưu, một giao người dân.</source>
        <translation>The receipt has two parts: one to keep, one for the citizen.</translation>
    </message>
    <message>
        <source>Hai tờ A5 trên một tờ A4</source>
        <translation>Two A5 on one A4</translation>
    </message>
    <message>
        <source>In lại</source>
        <translation>Print again</translation>
    </message>
    <message>
        <source>Đang gửi tới máy in…</source>
        <translation>Sending to the printer…</translation>
    </message>
    <message>
        <source>Máy in đã nhận bản in.</source>
        <translation>The printer has taken the job.</translation>
    </message>
    <message>
        <source>Đã in xong. Mời lấy giấy.</source>
        <translation>Printed. Please take the paper.</translation>
    </message>
</context>
<context>
    <name>Parked</name>
    <message>
        <source>Hồ sơ đang chờ ({count})</source>
        <translation>Waiting sessions ({count})</translation>
    </message>
    <message>
        <source>và {count} hồ sơ nữa</source>
        <translation>and {count} more</translation>
    </message>
    <message>
        <source>Mở</source>
        <translation>Open</translation>
    </message>
    <message>
        <source>Nhận</source>
        <translation>Take</translation>
    </message>
    <message>
        <source>Mở lại</source>
        <translation>Open again</translation>
    </message>
    <message>
        <source>Nhận làm tiếp</source>
        <translation>Take over</translation>
    </message>
    <message>
        <source>Bỏ</source>
        <translation>Drop</translation>
    </message>
    <message>
        <source>Chưa chọn thủ tục</source>
        <translation>No procedure chosen</translation>
    </message>
    <message>
        <source>Chưa có thẻ nào</source>
        <translation>No card yet</translation>
    </message>
    <message>
        <source>Của {officer}</source>
        <translation>{officer}&apos;s</translation>
    </message>
    <message>
        <source>Nhận hồ sơ {officer} đang làm dở? Dữ liệu của người dân sẽ hiện ra; việc này được ghi lại.</source>
        <translation>Take over what {officer} began? The citizen&apos;s data will be shown; this is logged.</translation>
    </message>
    <message>
        <source>Bỏ hẳn hồ sơ dở dang này ({name})? Không lấy lại được.</source>
        <translation>Drop this unfinished dossier ({name}) for good? It cannot be brought back.</translation>
    </message>
    <message>
        <source>Bỏ hồ sơ</source>
        <translation>Drop it</translation>
    </message>
    <message>
        <source>Không</source>
        <translation>No</translation>
    </message>
</context>
<context>
    <name>PersonPanel</name>
    <message>
        <source>Đọc lại thẻ</source>
        <translation>Read the card again</translation>
    </message>
    <message>
        <source>Đang đọc {step}/{all}, giữ yên thẻ. Esc để dừng.</source>
        <translation>Reading {step}/{all}, keep the card still. Esc stops.</translation>
    </message>
    <message>
        <source>Đã dừng đọc thẻ này.</source>
        <translation>Reading this card was stopped.</translation>
    </message>
    <message>
        <source>Thẻ đã đặt. Đồng ý rồi mới đọc: {key}.</source>
        <translation>Card is there. Read after consent: {key}.</translation>
    </message>
    <message>
        <source>Thẻ đã đặt. Quét mã QR hoặc gõ số trên thẻ rồi Enter.</source>
        <translation>Card is there. Scan its QR code or type its number, then Enter.</translation>
    </message>
    <message>
        <source>Đến lượt</source>
        <translation>Turn</translation>
    </message>
    <message>
        <source>nếu có</source>
        <translation>if any</translation>
    </message>
    <message>
        <source>Chọn</source>
        <translation>Choose</translation>
    </message>
    <message>
        <source>Thẻ đặt tiếp theo là của người này</source>
        <translation>The next card is this person&apos;s</translation>
    </message>
    <message>
        <source>Xem 20 trường và nguồn</source>
        <translation>Show the 20 fields and their sources</translation>
    </message>
    <message>
        <source>Bỏ người này khỏi hồ sơ</source>
        <translation>Remove this person from the dossier</translation>
    </message>
    <message>
        <source>Đổi chỗ với người kế tiếp</source>
        <translation>Change places with the next person</translation>
    </message>
    <message>
        <source>Quét mã QR, hoặc gõ số trên thẻ (12 số hay 6 số cuối)</source>
        <translation>Scan the QR code, or type the card&apos;s number (12 digits or the last 6)</translation>
    </message>
    <message>
        <source>Số trên thẻ</source>
        <translation>Number on the card</translation>
    </message>
    <message>
        <source>Đọc thẻ</source>
        <translation>Read the card</translation>
    </message>
    <message>
        <source>{age} tuổi</source>
        <translation>aged {age}</translation>
    </message>
    <message>
        <source>Nơi thường trú</source>
        <translation>Permanent residence</translation>
    </message>
</context>
<context>
    <name>PhotoBox</name>
    <message>
        <source>Chưa có ảnh</source>
        <translation>No photo yet</translation>
    </message>
    <message>
        <source>Ảnh trong chip không mở được</source>
        <translation>The photo of the chip cannot be opened</translation>
    </message>
    <message>
        <source>Ảnh trong chip</source>
        <translation>Photo of the chip</translation>
    </message>
</context>
<context>
    <name>ProcedureSearch</name>
    <message>
        <source>Thủ tục người dân cần làm</source>
        <translation>What the citizen needs</translation>
    </message>
    <message>
        <source>Gõ tên thủ tục, không cần dấu: khai sinh, thuong tru…</source>
        <translation>Type a procedure, accents not needed: khai sinh, thuong tru…</translation>
    </message>
    <message>
        <source>Thủ tục tìm thấy</source>
        <translation>Procedures found</translation>
    </message>
    <message>
        <source>Không thấy thủ tục nào giống như vậy. Thử một từ khác, ngắn hơn, hoặc mã thủ tục.</source>
        <translation>No such procedure. Try another, shorter word, or the procedure&apos;s code.</translation>
    </message>
    <message>
        <source>↑ ↓ để chọn · Enter để bắt đầu · Ctrl+D để ghim lên đầu</source>
        <translation>↑ ↓ to choose · Enter to begin · Ctrl+D to pin</translation>
    </message>
    <message>
        <source>đã ghim</source>
        <translation>pinned</translation>
    </message>
    <message>
        <source>mới dùng</source>
        <translation>used lately</translation>
    </message>
</context>
<context>
    <name>Question</name>
    <message>
        <source>Giữ lại</source>
        <translation>Keep it</translation>
    </message>
    <message>
        <source>Gỡ</source>
        <translation>Remove</translation>
    </message>
</context>
<context>
    <name>Rail</name>
    <message>
        <source>Các trang</source>
        <translation>Pages</translation>
    </message>
    <message>
        <source>F1  Các phím</source>
        <translation>F1  Keys</translation>
    </message>
    <message>
        <source>F12  Thẻ tập huấn</source>
        <translation>F12  Training cards</translation>
    </message>
    <message>
        <source>Tiếp nhận</source>
        <translation>Reception</translation>
    </message>
    <message>
        <source>Đồng bộ</source>
        <translation>Sync</translation>
    </message>
    <message>
        <source>Quản trị</source>
        <translation>Admin</translation>
    </message>
</context>
<context>
    <name>Reception</name>
    <message>
        <source>Số định danh</source>
        <translation>Personal number</translation>
    </message>
    <message>
        <source>Số CMND cũ</source>
        <translation>Old identity number</translation>
    </message>
    <message>
        <source>Họ và tên</source>
        <translation>Full name</translation>
    </message>
    <message>
        <source>Giới tính</source>
        <translation>Sex</translation>
    </message>
    <message>
        <source>Dân tộc</source>
        <translation>Ethnicity</translation>
    </message>
    <message>
        <source>Tôn giáo</source>
        <translation>Religion</translation>
    </message>
    <message>
        <source>Tình trạng hôn nhân</source>
        <translation>Marital status</translation>
    </message>
    <message>
        <source>Nhóm máu</source>
        <translation>Blood group</translation>
    </message>
    <message>
        <source>Ngày sinh</source>
        <translation>Date of birth</translation>
    </message>
    <message>
        <source>Nơi đăng ký khai sinh</source>
        <translation>Place of birth registration</translation>
    </message>
    <message>
        <source>Quốc tịch</source>
        <translation>Nationality</translation>
    </message>
    <message>
        <source>Quê quán</source>
        <translation>Place of origin</translation>
    </message>
    <message>
        <source>Nơi thường trú</source>
        <translation>Permanent residence</translation>
    </message>
    <message>
        <source>Nơi ở hiện tại</source>
        <translation>Current residence</translation>
    </message>
    <message>
        <source>Cha</source>
        <translation>Father</translation>
    </message>
    <message>
        <source>Mẹ</source>
        <translation>Mother</translation>
    </message>
    <message>
        <source>Vợ hoặc chồng</source>
        <translation>Spouse</translation>
    </message>
    <message>
        <source>Người đại diện</source>
        <translation>Representative</translation>
    </message>
    <message>
        <source>Chủ hộ</source>
        <translation>Head of household</translation>
    </message>
    <message>
        <source>Số sổ hộ khẩu</source>
        <translation>Household book number</translation>
    </message>
    <message>
        <source>chip</source>
        <translation>chip</translation>
    </message>
    <message>
        <source>mã QR</source>
        <translation>QR code</translation>
    </message>
    <message>
        <source>danh mục</source>
        <translation>catalogue</translation>
    </message>
    <message>
        <source>hồ sơ cũ</source>
        <translation>earlier dossier</translation>
    </message>
    <message>
        <source>tự nhập</source>
        <translation>typed</translation>
    </message>
    <message>
        <source>cơ quan</source>
        <translation>office</translation>
    </message>
    <message>
        <source>Người dân đề nghị xem hoặc sửa</source>
        <translation>The citizen asks to see or correct it</translation>
    </message>
    <message>
        <source>Biểu mẫu cần ghi</source>
        <translation>The form needs it</translation>
    </message>
    <message>
        <source>Đối chiếu khi giấy tờ ghi khác nhau</source>
        <translation>Compared because papers differ</translation>
    </message>
    <message>
        <source>Người nộp hồ sơ</source>
        <translation>Declarant</translation>
    </message>
    <message>
        <source>Người thứ {number}</source>
        <translation>Person {number}</translation>
    </message>
    <message>
        <source>thẻ</source>
        <translation>card</translation>
    </message>
    <message>
        <source>số định danh</source>
        <translation>personal number</translation>
    </message>
</context>
<context>
    <name>ReceptionPage</name>
    <message>
        <source>Người dân</source>
        <translation>Citizens</translation>
    </message>
    <message>
        <source>Thủ tục và tờ khai</source>
        <translation>Procedure and form</translation>
    </message>
    <message>
        <source>Giấy tờ và hẹn trả</source>
        <translation>Papers and appointment</translation>
    </message>
    <message>
        <source>Tiếp nhận</source>
        <translation>Reception</translation>
    </message>
    <message>
        <source>Người tiếp theo</source>
        <translation>Next citizen</translation>
    </message>
    <message>
        <source>Đang tiếp nhận…</source>
        <translation>Accepting…</translation>
    </message>
    <message>
        <source>Tiếp nhận hồ sơ</source>
        <translation>Accept the dossier</translation>
    </message>
    <message>
        <source>In giấy hẹn, tờ khai</source>
        <translation>Print receipt and form</translation>
    </message>
    <message>
        <source>Hoàn tác</source>
        <translation>Undo</translation>
    </message>
    <message>
        <source>Xem bản in</source>
        <translation>Preview</translation>
    </message>
    <message>
        <source>Hồ sơ mới</source>
        <translation>New dossier</translation>
    </message>
    <message>
        <source>{first} (còn {more} mục nữa)</source>
        <translation>{first} ({more} more)</translation>
    </message>
    <message>
        <source>Người dân đồng ý cho đọc chip</source>
        <translation>The citizen agrees to the chip being read</translation>
    </message>
    <message>
        <source>Đọc lại thẻ đang đặt</source>
        <translation>Read the card that lies there again</translation>
    </message>
    <message>
        <source>Thử ngày hết hạn ghi ở thẻ, một lần</source>
        <translation>Try the expiry date offered for the card, once</translation>
    </message>
    <message>
        <source>Sang ô tiếp theo</source>
        <translation>To the next field</translation>
    </message>
    <message>
        <source>Tới giấy tờ còn thiếu kế tiếp</source>
        <translation>To the next missing paper</translation>
    </message>
    <message>
        <source>Đổi chỗ người vừa đặt thẻ với người ở chỗ kế tiếp</source>
        <translation>Let the person of the last card change places with the next one</translation>
    </message>
    <message>
        <source>Chọn một cách xử lý ghi trong thông báo; mở lại hồ sơ đang chờ</source>
        <translation>Choose one of the ways the message offers; open a session that waits</translation>
    </message>
    <message>
        <source>Xem bản in, in giấy tờ</source>
        <translation>Preview and print papers</translation>
    </message>
    <message>
        <source>Hồ sơ mới; hồ sơ đang làm được giữ lại</source>
        <translation>New dossier; the present one is kept</translation>
    </message>
    <message>
        <source>Tiếp nhận rồi sang người tiếp theo</source>
        <translation>Accept, then the next citizen</translation>
    </message>
    <message>
        <source>Dừng đọc thẻ, lùi một bước; không mất gì</source>
        <translation>Stop reading, one step back; nothing is lost</translation>
    </message>
    <message>
        <source>Xếp vào chỗ {title}</source>
        <translation>Seat as {title}</translation>
    </message>
    <message>
        <source>Thêm làm thành viên</source>
        <translation>Add as a member</translation>
    </message>
    <message>
        <source>Thay {title} bằng người này</source>
        <translation>Replace {title} by this person</translation>
    </message>
    <message>
        <source>Mở hồ sơ mới cho người này</source>
        <translation>Begin a new dossier for this person</translation>
    </message>
    <message>
        <source>Chuyển người này sang chỗ {title}</source>
        <translation>Move this person to {title}</translation>
    </message>
    <message>
        <source>Đã mở lại hồ sơ đang làm dở, lưu lúc {time}. Ảnh trong chip không được lưu.</source>
        <translation>The unfinished dossier was opened again, saved at {time}. Photos are not kept.</translation>
    </message>
    <message>
        <source>Bắt đầu hồ sơ mới</source>
        <translation>Begin a new dossier</translation>
    </message>
    <message>
        <source>Chưa lưu được bản nháp: {why}. {step}</source>
        <translation>The draft could not be saved: {why}. {step}</translation>
    </message>
    <message>
        <source>Lưu lại ngay</source>
        <translation>Save now</translation>
    </message>
    <message>
        <source>Chưa tiếp nhận được: {why}. {step} Không có gì bị mất.</source>
        <translation>Not accepted yet: {why}. {step} Nothing is lost.</translation>
    </message>
    <message>
        <source>Thử lại</source>
        <translation>Try again</translation>
    </message>
    <message>
        <source>Đã tiếp nhận hồ sơ {number}.</source>
        <translation>Dossier {number} was accepted.</translation>
    </message>
</context>
<context>
    <name>RecordSheet</name>
    <message>
        <source>che, hiện khi biểu mẫu cần</source>
        <translation>hidden, shown when the form needs it</translation>
    </message>
    <message>
        <source>Hiện dân tộc, tôn giáo…</source>
        <translation>Show ethnicity, religion…</translation>
    </message>
    <message>
        <source>Chọn lý do; lý do được ghi vào nhật ký</source>
        <translation>Choose a reason; it is written into the log</translation>
    </message>
    <message>
        <source>Lý do hiện</source>
        <translation>Reason to show</translation>
    </message>
</context>
<context>
    <name>RefusalPanel</name>
    <message>
        <source>Lý do</source>
        <translation>Reason</translation>
    </message>
    <message>
        <source>Gửi lại bản tin này</source>
        <translation>Send this message again</translation>
    </message>
    <message>
        <source>không thuộc hồ sơ nào</source>
        <translation>of no dossier</translation>
    </message>
    <message>
        <source>Tỉnh trả lời lúc {time}</source>
        <translation>The province answered at {time}</translation>
    </message>
    <message>
        <source>Mã: {code}</source>
        <translation>Code: {code}</translation>
    </message>
    <message>
        <source>Tỉnh không nhận bản tin này</source>
        <translation>The province does not take this message</translation>
    </message>
    <message>
        <source>Máy chủ của tỉnh nêu một lý do mà chương trình chưa biết.</source>
        <translation>The server names a reason that this program does not know.</translation>
    </message>
    <message>
        <source>Báo cho người quản trị kèm mã bên dưới. Hồ sơ vẫn còn nguyên trên máy này.</source>
        <translation>Tell the administrator, with the code below. The dossier is whole on this computer.</translation>
    </message>
</context>
<context>
    <name>ScanPanel</name>
    <message>
        <source>Còn {count} trang chưa dùng: chọn “Dùng các trang này” hoặc “Bỏ hết”.</source>
        <translation>Pages not used yet: {count}. Choose “Use these pages” or “Drop all”.</translation>
    </message>
    <message>
        <source>Quét giấy tờ</source>
        <translation>Scan papers</translation>
    </message>
    <message>
        <source>Máy quét</source>
        <translation>Scanner</translation>
    </message>
    <message>
        <source>Tìm lại máy quét</source>
        <translation>Look for scanners again</translation>
    </message>
    <message>
        <source>Nơi đặt giấy</source>
        <translation>Paper source</translation>
    </message>
    <message>
        <source>Màu</source>
        <translation>Colour</translation>
    </message>
    <message>
        <source>Độ nét</source>
        <translation>Detail</translation>
    </message>
    <message>
        <source>Quét</source>
        <translation>Scan</translation>
    </message>
    <message>
        <source>Dừng</source>
        <translation>Stop</translation>
    </message>
    <message>
        <source>Dùng các trang này</source>
        <translation>Use these pages</translation>
    </message>
    <message>
        <source>Bỏ hết</source>
        <translation>Drop all</translation>
    </message>
    <message>
        <source>Đang tìm máy quét…</source>
        <translation>Looking for scanners…</translation>
    </message>
    <message>
        <source>Không thấy máy quét nào. Bật máy, kiểm tra dây cắm rồi bấm tìm lại; hoặc đính kèm tệp.</source>
        <translation>No scanner found. Switch it on, check the cable, then look again; or attach a file.</translation>
    </message>
    <message>
        <source>Đang dừng…</source>
        <translation>Stopping…</translation>
    </message>
    <message>
        <source>Đang quét trang {page}</source>
        <translation>Scanning page {page}</translation>
    </message>
    <message>
        <source>Đã dừng. Các trang đã quét vẫn còn đây.</source>
        <translation>Stopped. The scanned pages are still here.</translation>
    </message>
    <message>
        <source>Đã quét xong {count} trang</source>
        <translation>Pages scanned: {count}</translation>
    </message>
    <message>
        <source>Đang ghép các trang thành một tệp…</source>
        <translation>Joining the pages into one file…</translation>
    </message>
    <message>
        <source>Quét tiếp</source>
        <translation>Scan more</translation>
    </message>
    <message>
        <source>Quay lại</source>
        <translation>Back</translation>
    </message>
    <message>
        <source>Mặt kính</source>
        <translation>Flatbed</translation>
    </message>
    <message>
        <source>Khay nạp</source>
        <translation>Feeder</translation>
    </message>
    <message>
        <source>Xám</source>
        <translation>Grey</translation>
    </message>
</context>
<context>
    <name>ScannedPages</name>
    <message>
        <source>Các trang đã quét</source>
        <translation>Scanned pages</translation>
    </message>
    <message>
        <source>Xoay trang sang trái (Shift+R)</source>
        <translation>Turn the page left (Shift+R)</translation>
    </message>
    <message>
        <source>Xoay trang sang phải (R)</source>
        <translation>Turn the page right (R)</translation>
    </message>
    <message>
        <source>Chuyển trang lên trước (Ctrl+←)</source>
        <translation>Move the page forward (Ctrl+←)</translation>
    </message>
    <message>
        <source>Chuyển trang ra sau (Ctrl+→)</source>
        <translation>Move the page back (Ctrl+→)</translation>
    </message>
    <message>
        <source>Bỏ trang (Delete)</source>
        <translation>Drop the page (Delete)</translation>
    </message>
    <message>
        <source>Hoàn tác (U)</source>
        <translation>Undo (U)</translation>
    </message>
    <message>
        <source>Trang {number}</source>
        <translation>Page {number}</translation>
    </message>
</context>
<context>
    <name>SelfTestSection</name>
    <message>
        <source>Tự kiểm tra</source>
        <translation>Self-test</translation>
    </message>
    <message>
        <source>Hỏi từng phần: đầu đọc, kho dữ liệu, nhật ký, dải số, đường lên tỉnh.</source>
        <translation>Asks every part: readers, database, log, numbers, line to the province.</translation>
    </message>
    <message>
        <source>Đang kiểm tra…</source>
        <translation>Checking…</translation>
    </message>
    <message>
        <source>Kiểm tra lại</source>
        <translation>Check again</translation>
    </message>
    <message>
        <source>Kiểm tra</source>
        <translation>Check</translation>
    </message>
    <message>
        <source>Đang kiểm tra… Esc để thôi chờ.</source>
        <translation>Checking… Esc stops waiting.</translation>
    </message>
    <message>
        <source>{count} phần cần xem, đứng đầu danh sách.</source>
        <translation>To look at, at the head of the list: {count}.</translation>
    </message>
    <message>
        <source>Mọi phần đều tốt.</source>
        <translation>All parts are well.</translation>
    </message>
</context>
<context>
    <name>Start</name>
    <message>
        <source>Đang mở hồ sơ làm việc…</source>
        <translation>Opening the working profile…</translation>
    </message>
    <message>
        <source>Hồ sơ làm việc đang khóa</source>
        <translation>The working profile is locked</translation>
    </message>
    <message>
        <source>Cụm mật khẩu của máy này</source>
        <translation>Passphrase of this computer</translation>
    </message>
    <message>
        <source>Mở</source>
        <translation>Open</translation>
    </message>
    <message>
        <source>Thử lại</source>
        <translation>Try again</translation>
    </message>
    <message>
        <source>Đóng</source>
        <translation>Close</translation>
    </message>
</context>
<context>
    <name>SyncPage</name>
    <message>
        <source>Đồng bộ</source>
        <translation>Sync</translation>
    </message>
    <message>
        <source>Đang gửi…</source>
        <translation>Sending…</translation>
    </message>
    <message>
        <source>Gửi ngay</source>
        <translation>Send now</translation>
    </message>
    <message>
        <source>Không chờ nữa</source>
        <translation>Stop waiting</translation>
    </message>
    <message>
        <source>Bản tin đang chờ gửi</source>
        <translation>Messages waiting to be sent</translation>
    </message>
    <message>
        <source>Bản tin bị từ chối</source>
        <translation>Messages refused</translation>
    </message>
    <message>
        <source>Bản tin tỉnh đã nhận</source>
        <translation>Messages received by the province</translation>
    </message>
    <message>
        <source>Không chờ trả lời của tỉnh nữa; việc gửi vẫn chạy phía sau</source>
        <translation>No longer wait for the province; sending goes on behind</translation>
    </message>
    <message>
        <source>Đang gửi lên tỉnh…</source>
        <translation>Sending to the province…</translation>
    </message>
    <message>
        <source>Đang chờ gửi</source>
        <translation>Waiting to be sent</translation>
    </message>
    <message>
        <source>Bị từ chối, cần người xem</source>
        <translation>Refused, need a person</translation>
    </message>
    <message>
        <source>Tỉnh trả lời lần gần nhất</source>
        <translation>Last answer of the province</translation>
    </message>
    <message>
        <source>Lần gửi tiếp theo</source>
        <translation>Next sending</translation>
    </message>
    <message>
        <source>Các bản tin</source>
        <translation>Messages</translation>
    </message>
    <message>
        <source>chưa lần nào</source>
        <translation>never</translation>
    </message>
    <message>
        <source>không có gì chờ</source>
        <translation>nothing waits</translation>
    </message>
    <message>
        <source>trong nửa phút nữa</source>
        <translation>within half a minute</translation>
    </message>
    <message>
        <source>Đang chờ</source>
        <translation>Waiting</translation>
    </message>
    <message>
        <source>Bị từ chối</source>
        <translation>Refused</translation>
    </message>
    <message>
        <source>Tỉnh đã nhận</source>
        <translation>Received by the province</translation>
    </message>
    <message>
        <source>Đang xem hàng chờ…</source>
        <translation>Looking at the queue…</translation>
    </message>
    <message>
        <source>Có bản tin bị tỉnh từ chối. Mở danh sách Bị từ chối, đọc lý do rồi quyết định gửi lại.</source>
        <translation>The province refused messages. Open the list Refused, read the reason, then decide to send again.</translation>
    </message>
    <message>
        <source>Máy tự gửi phía sau. Cứ tiếp nhận bình thường; muốn gửi luôn thì bấm Gửi ngay.</source>
        <translation>Sending goes on behind. Go on receiving; press Send now to send at once.</translation>
    </message>
    <message>
        <source>Chưa có bản tin nào để gửi.</source>
        <translation>There is nothing to send yet.</translation>
    </message>
    <message>
        <source>Mọi bản tin đã tới tỉnh.</source>
        <translation>All messages have reached the province.</translation>
    </message>
    <message>
        <source>Đang đọc danh sách…</source>
        <translation>Reading the list…</translation>
    </message>
    <message>
        <source>Không có bản tin nào đang chờ</source>
        <translation>No message waits</translation>
    </message>
    <message>
        <source>Tiếp nhận hồ sơ mới: bấm F2.</source>
        <translation>Receive a new dossier: press F2.</translation>
    </message>
    <message>
        <source>Không có bản tin nào bị từ chối</source>
        <translation>No message was refused</translation>
    </message>
    <message>
        <source>Không phải làm gì thêm.</source>
        <translation>Nothing more to do.</translation>
    </message>
    <message>
        <source>Tỉnh chưa nhận bản tin nào từ máy này</source>
        <translation>The province has no message of this computer yet</translation>
    </message>
    <message>
        <source>Bản tin được gửi đi sau khi tiếp nhận hồ sơ đầu tiên.</source>
        <translation>Messages are sent after the first dossier is accepted.</translation>
    </message>
</context>
<context>
    <name>TopLine</name>
    <message>
        <source>TẬP HUẤN</source>
        <translation>TRAINING</translation>
    </message>
    <message>
        <source>Tình trạng</source>
        <translation>State</translation>
    </message>
    <message>
        <source>Quầy {counter} · {office}</source>
        <translation>Counter {counter} · {office}</translation>
    </message>
    <message>
        <source>Cán bộ {name}</source>
        <translation>Officer {name}</translation>
    </message>
    <message>
        <source>Đầu đọc: dịch vụ thẻ chưa chạy</source>
        <translation>Reader: card service not running</translation>
    </message>
    <message>
        <source>Đầu đọc: chưa cắm</source>
        <translation>Reader: not plugged in</translation>
    </message>
    <message>
        <source>Đầu đọc: mời đặt thẻ</source>
        <translation>Reader: please lay a card</translation>
    </message>
    <message>
        <source>Đầu đọc: có thẻ</source>
        <translation>Reader: a card is there</translation>
    </message>
    <message>
        <source>Đang đọc {step}/{total}, giữ yên thẻ</source>
        <translation>Reading {step}/{total}, keep the card still</translation>
    </message>
    <message>
        <source>Đọc xong, mời lấy thẻ</source>
        <translation>Read, please take the card</translation>
    </message>
    <message>
        <source>chưa gửi lần nào</source>
        <translation>never sent</translation>
    </message>
    <message>
        <source>gửi lúc {time}</source>
        <translation>sent at {time}</translation>
    </message>
    <message>
        <source>Đồng bộ: {count} mục cần người xem · {last}</source>
        <translation>Sync: {count} to be looked at · {last}</translation>
    </message>
    <message>
        <source>Đồng bộ: chờ gửi {count} · {last}</source>
        <translation>Sync: {count} waiting · {last}</translation>
    </message>
    <message>
        <source>Đồng bộ: không có gì chờ · {last}</source>
        <translation>Sync: nothing waits · {last}</translation>
    </message>
</context>
<context>
    <name>TroublePage</name>
    <message>
        <source>Mã: {code}</source>
        <translation>Code: {code}</translation>
    </message>
    <message>
        <source>Thử lại</source>
        <translation>Try again</translation>
    </message>
</context>
<context>
    <name>TrustSection</name>
    <message>
        <source>Chứng thư gốc</source>
        <translation>Root certificates</translation>
    </message>
    <message>
        <source>Chứng thư gốc của cơ quan cấp thẻ (CSCA) cho biết dữ liệu trong chip là thật. Chỉ nhập tệp nhận từ cơ quan có thẩm quyền.</source>
        <translation>Root certificates of the card issuer (CSCA) tell that chip data is genuine. Import only files from the competent authority.</translation>
    </message>
    <message>
        <source>Chủ chứng thư</source>
        <translation>Holder</translation>
    </message>
    <message>
        <source>Dùng cho</source>
        <translation>Used for</translation>
    </message>
    <message>
        <source>Hiệu lực</source>
        <translation>Valid</translation>
    </message>
    <message>
        <source>Nguồn</source>
        <translation>Source</translation>
    </message>
    <message>
        <source>Người nhập</source>
        <translation>Imported by</translation>
    </message>
    <message>
        <source>Gỡ chứng thư này</source>
        <translation>Remove this certificate</translation>
    </message>
    <message>
        <source>Chứng thư lẻ được nhập để kiểm tra</source>
        <translation>Single certificates are imported to check</translation>
    </message>
    <message>
        <source>Danh sách gốc (master list) và danh bạ LDIF chỉ dùng cho hộ chiếu.</source>
        <translation>Master lists and LDIF directories are for passports only.</translation>
    </message>
    <message>
        <source>Không nhận</source>
        <translation>Refused</translation>
    </message>
    <message>
        <source>Vì sao</source>
        <translation>Why</translation>
    </message>
    <message>
        <source>Nên làm</source>
        <translation>What to do</translation>
    </message>
    <message>
        <source>Những mục không nhận</source>
        <translation>What was refused</translation>
    </message>
    <message>
        <source>Nhập chứng thư</source>
        <translation>Import a certificate</translation>
    </message>
    <message>
        <source>Đang đọc và kiểm tra từng mục của tệp…</source>
        <translation>Reading and checking everything in the file…</translation>
    </message>
    <message>
        <source>Đã gỡ.</source>
        <translation>Taken out.</translation>
    </message>
    <message>
        <source>Chứng thư và danh sách (*.pem *.crt *.cer *.der *.ldif *.ml *.crl);;Mọi tệp (*)</source>
        <translation>Certificates and lists (*.pem *.crt *.cer *.der *.ldif *.ml *.crl);;All files (*)</translation>
    </message>
    <message>
        <source>Thêm {new} chứng thư, đã có {known}, không nhận {refused}; danh sách thu hồi: thêm {lists}.</source>
        <translation>Certificates added: {new}, there already: {known}, refused: {refused}; revocation lists added: {lists}.</translation>
    </message>
    <message>
        <source>Lần đọc thẻ sau sẽ dùng ngay.</source>
        <translation>The next reading uses them.</translation>
    </message>
    <message>
        <source>Kho chưa có chứng thư gốc của thẻ căn cước: thẻ vẫn đọc được nhưng chưa kiểm tra được thật giả. Xin tệp chứng thư của cơ quan cấp thẻ rồi bấm Nhập chứng thư.</source>
        <translation>The store has no root of citizen cards: cards can be read, but not told genuine. Ask the issuing authority for its certificate, then press Import.</translation>
    </message>
    <message>
        <source>Gỡ danh sách thu hồi của {holder}? Thẻ đã bị thu hồi sẽ không còn bị phát hiện.</source>
        <translation>Take out the revocation list of {holder}? Revoked cards will no longer be found.</translation>
    </message>
    <message>
        <source>Chọn tệp chứng thư</source>
        <translation>Choose a certificate file</translation>
    </message>
    <message>
        <source>Gỡ chứng thư {holder}? Thẻ do nó bảo đảm sẽ không kiểm tra được nữa.</source>
        <translation>Remove the certificate {holder}? Cards it vouches for can no longer be checked.</translation>
    </message>
    <message>
        <source>Danh sách thu hồi ({count})</source>
        <translation>Revocation list ({count})</translation>
    </message>
    <message>
        <source>Thẻ căn cước</source>
        <translation>Identity card</translation>
    </message>
    <message>
        <source>Hộ chiếu</source>
        <translation>Passport</translation>
    </message>
    <message>
        <source>Tập huấn (thẻ hư cấu)</source>
        <translation>Training (fictional cards)</translation>
    </message>
    <message>
        <source>Nhập bằng tay</source>
        <translation>Imported by hand</translation>
    </message>
    <message>
        <source>Khi thiết lập</source>
        <translation>At set-up</translation>
    </message>
</context>
<context>
    <name>Window</name>
    <message>
        <source>Một cửa</source>
        <translation>One-stop counter</translation>
    </message>
    <message>
        <source>Khóa màn hình</source>
        <translation>Lock the screen</translation>
    </message>
    <message>
        <source>Đổi cán bộ</source>
        <translation>Change officer</translation>
    </message>
    <message>
        <source>Nền sáng</source>
        <translation>Light</translation>
    </message>
    <message>
        <source>Nền tối</source>
        <translation>Dark</translation>
    </message>
    <message>
        <source>Tương phản cao</source>
        <translation>High contrast</translation>
    </message>
    <message>
        <source>Các phím</source>
        <translation>Keys</translation>
    </message>
</context>
<context>
    <name>WindowSection</name>
    <message>
        <source>Giao diện và khóa máy</source>
        <translation>Look and lock</translation>
    </message>
    <message>
        <source>Chỉ đổi cho máy này, có hiệu lực ngay.</source>
        <translation>For this computer only, at once.</translation>
    </message>
    <message>
        <source>Sáng</source>
        <translation>Light</translation>
    </message>
    <message>
        <source>Tối</source>
        <translation>Dark</translation>
    </message>
    <message>
        <source>Tương phản cao</source>
        <translation>High contrast</translation>
    </message>
    <message>
        <source> phút</source>
        <translation> minutes</translation>
    </message>
    <message>
        <source>Không tự khóa</source>
        <translation>Never</translation>
    </message>
    <message>
        <source>Màu sắc</source>
        <translation>Colours</translation>
    </message>
    <message>
        <source>Ngôn ngữ</source>
        <translation>Language</translation>
    </message>
    <message>
        <source>Giấy tờ in ra luôn là tiếng Việt.</source>
        <translation>Printed papers are always in Vietnamese.</translation>
    </message>
    <message>
        <source>Tự khóa khi không ai dùng</source>
        <translation>Lock when nobody is there after</translation>
    </message>
    <message>
        <source>Việc đang làm được giữ nguyên. Khóa ngay: Ctrl+L.</source>
        <translation>Work is kept as it is. Lock now: Ctrl+L.</translation>
    </message>
</context>
<context>
    <name>_HeldLine</name>
    <message>
        <source>Bỏ tệp này</source>
        <translation>Drop this file</translation>
    </message>
    <message>
        <source>Đã đối chiếu với bản chính</source>
        <translation>Compared with the original</translation>
    </message>
</context>
<context>
    <name>_RowPanel</name>
    <message>
        <source>Bỏ</source>
        <translation>Drop</translation>
    </message>
    <message>
        <source>Người thứ {number}</source>
        <translation>Person {number}</translation>
    </message>
    <message>
        <source>Bỏ người thứ {number}</source>
        <translation>Drop person {number}</translation>
    </message>
    <message>
        <source>Bỏ người này khỏi danh sách (Alt+Delete)</source>
        <translation>Drop this person from the list (Alt+Delete)</translation>
    </message>
</context>
</TS>
