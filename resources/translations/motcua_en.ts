<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="en" sourcelanguage="vi">
<context>
    <name>BottomLine</name>
    <message>
        <source>Việc có thể làm</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>ChosenProcedure</name>
    <message>
        <source>Đổi thủ tục</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>Crash</name>
    <message>
        <source>Chương trình gặp lỗi</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Việc đang làm đã được giữ lại thành bản nháp. Không có gì được ghi dở dang.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Không có gì được ghi dở dang. Bản nháp giữ đến lần lưu gần nhất.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Xin gửi các dòng dưới đây cho bộ phận hỗ trợ. Chúng không chứa dữ liệu của người dân.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Chỗ lỗi trong chương trình</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Chép các dòng</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Đóng chương trình</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Làm tiếp</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>Door</name>
    <message>
        <source>Mật khẩu</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Đang kiểm tra…</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Chờ {seconds} giây rồi thử lại.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Ai làm việc ở quầy này?</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Cán bộ</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Vào làm việc</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Việc đang làm vẫn được giữ nguyên.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Mở khóa</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Cán bộ khác</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Đã khóa. {name} đang tạm vắng.</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>FieldMark</name>
    <message>
        <source>chip</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>mã QR</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>danh mục</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>hồ sơ cũ</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>tự nhập</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>cơ quan</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>xem lại</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>cần điền</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>FormColumn</name>
    <message>
        <source>{share} % không phải gõ</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>Help</name>
    <message>
        <source>Làm việc chính của trang</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Lùi một bước, không mất gì</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Sang ô kế tiếp</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Mở trang {page}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Khóa màn hình</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Bảng các phím này</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Các phím</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Ở mọi trang</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Đóng</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>MembersTable</name>
    <message>
        <source>Thêm người</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Thêm một người vào danh sách (Ctrl+Insert)</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>PhotoBox</name>
    <message>
        <source>Chưa có ảnh</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Ảnh trong chip không mở được</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Ảnh trong chip</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>ProcedureSearch</name>
    <message>
        <source>Thủ tục người dân cần làm</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Gõ tên thủ tục, không cần dấu: khai sinh, thuong tru…</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Thủ tục tìm thấy</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Không thấy thủ tục nào giống như vậy. Thử một từ khác, ngắn hơn, hoặc mã thủ tục.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>↑ ↓ để chọn · Enter để bắt đầu · Ctrl+D để ghim lên đầu</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>đã ghim</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>mới dùng</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>Rail</name>
    <message>
        <source>Các trang</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>F1  Các phím</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>Reception</name>
    <message>
        <source>Số định danh</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Số CMND cũ</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Họ và tên</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Giới tính</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Dân tộc</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Tôn giáo</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Tình trạng hôn nhân</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Nhóm máu</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Ngày sinh</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Nơi đăng ký khai sinh</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Quốc tịch</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Quê quán</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Nơi thường trú</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Nơi ở hiện tại</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Cha</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Mẹ</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Vợ hoặc chồng</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Người đại diện</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Chủ hộ</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Số sổ hộ khẩu</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>chip</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>mã QR</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>danh mục</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>hồ sơ cũ</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>tự nhập</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>cơ quan</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Người dân đề nghị xem hoặc sửa</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Biểu mẫu cần ghi</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Đối chiếu khi giấy tờ ghi khác nhau</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Người nộp hồ sơ</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>thẻ</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>số định danh</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>TopLine</name>
    <message>
        <source>TẬP HUẤN</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Tình trạng</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{office} · quầy {counter}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Cán bộ {name}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Đầu đọc: dịch vụ thẻ chưa chạy</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Đầu đọc: chưa cắm</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Đầu đọc: mời đặt thẻ</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Đầu đọc: có thẻ</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Đang đọc {step}/{total}, giữ yên thẻ</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Đọc xong, mời lấy thẻ</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>chưa gửi lần nào</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>gửi lúc {time}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Đồng bộ: {count} mục cần người xem · {last}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Đồng bộ: chờ gửi {count} · {last}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Đồng bộ: không có gì chờ · {last}</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>Window</name>
    <message>
        <source>Một cửa</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Khóa màn hình</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Đổi cán bộ</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Nền sáng</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Nền tối</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Tương phản cao</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Các phím</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>_RowPanel</name>
    <message>
        <source>Bỏ</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Người thứ {number}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Bỏ người thứ {number}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Bỏ người này khỏi danh sách (Ctrl+Delete)</source>
        <translation type="unfinished"></translation>
    </message>
</context>
</TS>
