"""What people read: the Vietnamese names of the words that code spells in English."""

from __future__ import annotations

LEVELS = {
    "huyen": "cấp huyện, xã",
    "tinh": "cấp tỉnh",
    "khu_vuc": "cấp khu vực",
    "quoc_gia": "cấp quốc gia",
}
STEPS = {
    "registered": "đăng ký",
    "passed": "đạt điểm",
    "proposed": "đề nghị công nhận",
    "recognised": "được công nhận",
    "certified": "được trao giấy chứng nhận",
    "nominated": "được cử dự cấp trên",
}
KINDS = {
    "decision": "quyết định",
    "article": "tin bài",
    "plan": "kế hoạch",
    "form": "biểu mẫu",
    "other": "văn bản khác",
}
STATES = {
    "parsed": "đã đọc",
    "partial": "đọc được một phần",
    "needs-review": "cần người xem",
    "quarantined": "bị cách ly",
    "deferred": "hoãn lại",
}
ROLES = {
    "award": "quyết định công nhận",
    "amends": "văn bản sửa đổi",
    "legal_basis": "căn cứ pháp lý",
    "programme": "chương trình",
    "submission": "tờ trình",
    "other": "văn bản khác",
}
SOURCES = {
    "text-layer": "lớp chữ của tệp",
    "ocr": "nhận dạng chữ (OCR)",
    "mixed": "lớp chữ và OCR",
    "html": "trang web",
    "office": "tệp soạn thảo",
    "plain": "văn bản thuần",
}
FIELDS = {
    "number": "Số, ký hiệu",
    "date": "Ngày ký",
    "issuer": "Cơ quan ban hành",
    "place": "Địa danh",
    "title": "Trích yếu",
    "signer_name": "Người ký",
    "signer_position": "Chức vụ",
    "signed_at": "Thời điểm ký số",
    "level": "Cấp",
    "region": "Khu vực",
    "province": "Tỉnh, thành phố",
    "year": "Năm",
    "edition": "Lần thứ",
    "step": "Bước",
    "product": "Sản phẩm",
    "producer": "Cơ sở",
    "address": "Địa chỉ",
    "grade": "Xếp loại",
    "group": "Nhóm",
    "serial": "STT",
    "points": "Điểm",
    "name": "Tên",
    "position": "Chức vụ",
    "published": "Ngày đăng",
    "publisher": "Nơi đăng",
}
AWARD_FIELDS = FIELDS | {"place": "Địa phương"}
COUNTED = {"products": "sản phẩm", "producers": "cơ sở"}
EVENTS = {
    "ceremony": "lễ tôn vinh, trao giấy chứng nhận",
    "meeting": "cuộc họp",
    "judging": "chấm điểm, bình chọn",
    "announcement": "công bố",
    "fair": "hội chợ, triển lãm",
    "publication": "ngày đăng",
}
