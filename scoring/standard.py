"""The standard criteria set: 100 points in five groups, each criterion with a rubric that two people read alike. Pure.

The consensus of the people is the heaviest group. An agency that scores is named by its part (`PARTS`); which agency of
a committee plays it is told at installation.
"""

from dataclasses import dataclass
from decimal import Decimal
from typing import Literal

Source = Literal["appraisal", "record", "observation", "visit", "survey"]
Rule = Literal["", "registered_on_time", "held_on_day", "teams_present", "note_delivered"]

PARTS = {
    "propaganda": "Ban Tuyên giáo: nội dung, định hướng, thông tin",
    "organisation": "Ban Tổ chức: tổ chức bộ máy của tổ tuyên vận",
    "inspection": "Cơ quan Ủy ban Kiểm tra: tiếp thu, giải quyết ý kiến",
    "front": "Ủy ban MTTQ: phong trào của Nhân dân",
}


@dataclass(frozen=True, kw_only=True)
class StandardCriterion:
    code: str
    name: str
    points: Decimal
    source: Source
    rubric: tuple[str, ...]
    rule: Rule = ""
    part: str = ""


@dataclass(frozen=True, kw_only=True)
class StandardGroup:
    code: str
    name: str
    criteria: tuple[StandardCriterion, ...]
    is_consensus: bool = False

    @property
    def points(self) -> Decimal:
        return sum((criterion.points for criterion in self.criteria), Decimal(0))


@dataclass(frozen=True, kw_only=True)
class StandardBand:
    name: str
    from_points: Decimal


@dataclass(frozen=True, kw_only=True)
class StandardGate:
    rule: Literal["no_meeting", "no_self_assessment"]
    best_band: str


NAME = "Bộ tiêu chí đánh giá công tác tuyên vận xã, phường"
BANDS = (
    StandardBand(name="Xuất sắc", from_points=Decimal(90)),
    StandardBand(name="Tốt", from_points=Decimal(70)),
    StandardBand(name="Hoàn thành", from_points=Decimal(50)),
    StandardBand(name="Không hoàn thành", from_points=Decimal(0)),
)
GATES = (
    StandardGate(rule="no_meeting", best_band="Không hoàn thành"),
    StandardGate(rule="no_self_assessment", best_band="Hoàn thành"),
)
GROUPS = (
    StandardGroup(
        code="A",
        name="Nhận thức và đồng thuận của Nhân dân",
        is_consensus=True,
        criteria=(
            StandardCriterion(
                code="A1",
                name="Nhân dân nắm được chủ trương, đồng thuận và hài lòng (qua phiếu khảo sát)",
                points=Decimal(25),
                source="survey",
                rubric=(
                    "Tính từ phiếu khảo sát trong tháng: trung bình cộng của ba tỷ lệ nắm được chủ trương, đồng thuận,"
                    " hài lòng, nhân với 25 điểm.",
                    "Đơn vị ít phiếu được kéo về mức chung của các đơn vị, để vài phiếu không làm lệch kết quả.",
                    "Không đủ số phiếu tối thiểu: không áp dụng tiêu chí này, điểm tối đa giảm tương ứng.",
                ),
            ),
            StandardCriterion(
                code="A2",
                name="Nhân dân tham gia thực hiện chủ trương, phong trào của địa phương",
                points=Decimal(8),
                source="appraisal",
                part="front",
                rubric=(
                    "7 – 8 điểm: từ 90% số hộ được vận động trở lên tham gia; có mô hình, cách làm được Nhân dân tự"
                    " nguyện hưởng ứng (hiến đất, góp công, giám sát cộng đồng) trong tháng, có minh chứng.",
                    "5 – 6,75 điểm: từ 75% đến dưới 90% số hộ tham gia; việc trọng tâm của tháng hoàn thành đúng hẹn.",
                    "3 – 4,75 điểm: từ 50% đến dưới 75% số hộ tham gia, hoặc còn việc trọng tâm chậm so với kế hoạch.",
                    "0 – 2,75 điểm: dưới 50% số hộ tham gia, hoặc không có số liệu để xem xét.",
                ),
            ),
            StandardCriterion(
                code="A3",
                name="Tạo đồng thuận ở việc khó: giải phóng mặt bằng, dự án, an ninh trật tự ở cơ sở",
                points=Decimal(7),
                source="appraisal",
                part="inspection",
                rubric=(
                    "6 – 7 điểm: không có việc phức tạp phát sinh, hoặc việc phát sinh được đối thoại, đồng thuận ngay"
                    " trong tháng.",
                    "4 – 5,75 điểm: có việc phát sinh, đã đối thoại, phần lớn người dân liên quan đồng thuận.",
                    "2 – 3,75 điểm: có việc kéo dài sang tháng sau, đã có phương án và người chịu trách nhiệm.",
                    "0 – 1,75 điểm: để tập trung đông người khiếu kiện, hoặc có điểm nóng mà không báo cáo kịp thời.",
                ),
            ),
        ),
    ),
    StandardGroup(
        code="B",
        name="Tổ chức hội nghị",
        criteria=(
            StandardCriterion(
                code="B1",
                name="Đăng ký hội nghị đúng hạn",
                points=Decimal(4),
                source="record",
                rule="registered_on_time",
                rubric=(
                    "4 điểm: đăng ký chậm nhất vào ngày hết hạn đăng ký của tháng.",
                    "0 điểm: đăng ký sau ngày hết hạn, hoặc không đăng ký.",
                ),
            ),
            StandardCriterion(
                code="B2",
                name="Tổ chức hội nghị đúng ngày đã đăng ký",
                points=Decimal(5),
                source="record",
                rule="held_on_day",
                rubric=(
                    "5 điểm: hội nghị được tổ chức đúng ngày ghi trong bản đăng ký cuối cùng.",
                    "0 điểm: tổ chức vào ngày khác, hoặc không tổ chức.",
                ),
            ),
            StandardCriterion(
                code="B3",
                name="Tổ tuyên vận dự họp đầy đủ",
                points=Decimal(6),
                source="record",
                rule="teams_present",
                rubric=(
                    "6 điểm nhân với tỷ lệ tổ tuyên vận có mặt, làm tròn đến 2 chữ số thập phân.",
                    "0 điểm: không tổ chức hội nghị.",
                    "Đơn vị chưa ghi tổ dự họp: không tổ nào được tính là có mặt.",
                ),
            ),
            StandardCriterion(
                code="B4",
                name="Công tác chuẩn bị, điều hành hội nghị",
                points=Decimal(5),
                source="observation",
                rubric=(
                    "Tính từ phiếu dự hội nghị của đại biểu: mức trung bình từ 1 (yếu) đến 5 (rất tốt) của các mục"
                    " chuẩn bị, nội dung, thảo luận, tiếp thu ý kiến.",
                    "Mức 5 được 5 điểm, mức 4 được 3,75, mức 3 được 2,5, mức 2 được 1,25, mức 1 được 0 điểm.",
                    "Chưa có phiếu nào của đại biểu: không áp dụng.",
                ),
            ),
        ),
    ),
    StandardGroup(
        code="C",
        name="Nội dung, định hướng",
        criteria=(
            StandardCriterion(
                code="C1",
                name="Nội dung bám sát định hướng của tháng và nhiệm vụ của địa phương",
                points=Decimal(6),
                source="appraisal",
                part="propaganda",
                rubric=(
                    "5,5 – 6 điểm: đủ các nội dung định hướng của tháng, mỗi nội dung nói rõ việc của từng thôn, tổ.",
                    "4 – 5,25 điểm: đủ nội dung định hướng, liên hệ với địa phương còn chung.",
                    "2 – 3,75 điểm: thiếu một nội dung định hướng.",
                    "0 – 1,75 điểm: thiếu từ hai nội dung định hướng trở lên.",
                ),
            ),
            StandardCriterion(
                code="C2",
                name="Nội dung hội nghị thiết thực, có thảo luận, trao đổi",
                points=Decimal(5),
                source="observation",
                rubric=(
                    "Tính từ phiếu dự hội nghị của đại biểu, theo mức trung bình từ 1 đến 5 của các mục trong phiếu.",
                    "Mức 5 được 5 điểm, mức 4 được 3,75, mức 3 được 2,5, mức 2 được 1,25, mức 1 được 0 điểm.",
                    "Chưa có phiếu nào của đại biểu: không áp dụng.",
                ),
            ),
            StandardCriterion(
                code="C3",
                name="Tài liệu, hình thức tuyên truyền dễ hiểu, phù hợp với người dân",
                points=Decimal(4),
                source="appraisal",
                part="propaganda",
                rubric=(
                    "3,5 – 4 điểm: có tài liệu ngắn, hình ảnh hoặc clip; có tiếng dân tộc nơi cần; dùng loa, nhóm Zalo,"
                    " mã QR đến từng tổ.",
                    "2,5 – 3,25 điểm: có tài liệu riêng của đơn vị, hình thức chưa đa dạng.",
                    "1 – 2,25 điểm: chỉ sao gửi tài liệu của cấp trên.",
                    "0 – 0,75 điểm: không có tài liệu.",
                ),
            ),
        ),
    ),
    StandardGroup(
        code="D",
        name="Hoạt động của tổ tuyên vận",
        criteria=(
            StandardCriterion(
                code="D1",
                name="Nền nếp, chất lượng sinh hoạt của tổ (qua dự đột xuất)",
                points=Decimal(6),
                source="visit",
                rubric=(
                    "Tính từ các lần đại biểu dự đột xuất tổ trong tháng: mức trung bình từ 1 (yếu) đến 5 (rất tốt).",
                    "Mức 5 được 6 điểm, mức 4 được 4,5, mức 3 được 3, mức 2 được 1,5, mức 1 được 0 điểm.",
                    "Không có lần dự đột xuất nào: không áp dụng.",
                ),
            ),
            StandardCriterion(
                code="D2",
                name="Tổ tuyên vận đến từng hộ, vận động theo việc được giao",
                points=Decimal(5),
                source="appraisal",
                part="front",
                rubric=(
                    "4,5 – 5 điểm: từ 90% số tổ trở lên có sổ theo dõi, mỗi thành viên phụ trách hộ cụ thể và đã đến"
                    " hộ trong tháng.",
                    "3 – 4,25 điểm: từ 70% đến dưới 90% số tổ làm được như trên.",
                    "1,5 – 2,75 điểm: từ 50% đến dưới 70% số tổ.",
                    "0 – 1,25 điểm: dưới 50% số tổ, hoặc không có minh chứng.",
                ),
            ),
            StandardCriterion(
                code="D3",
                name="Kiện toàn tổ, phân công và bồi dưỡng thành viên",
                points=Decimal(4),
                source="appraisal",
                part="organisation",
                rubric=(
                    "3,5 – 4 điểm: mọi tổ đủ thành viên, bí thư chi bộ làm tổ trưởng; thay người trong vòng 15 ngày;"
                    " có tập huấn hoặc trao đổi nghiệp vụ trong tháng.",
                    "2,5 – 3,25 điểm: mọi tổ đủ thành viên, chưa có tập huấn, trao đổi nghiệp vụ trong tháng.",
                    "1 – 2,25 điểm: có tổ khuyết tổ trưởng hoặc thiếu thành viên trên 15 ngày.",
                    "0 – 0,75 điểm: từ hai tổ trở lên khuyết tổ trưởng hoặc thiếu thành viên trên 15 ngày.",
                ),
            ),
        ),
    ),
    StandardGroup(
        code="E",
        name="Thông tin hai chiều",
        criteria=(
            StandardCriterion(
                code="E1",
                name="Phiếu dự hội nghị của đại biểu được gửi đầy đủ",
                points=Decimal(2),
                source="record",
                rule="note_delivered",
                rubric=(
                    "2 điểm nhân với tỷ lệ đại biểu được phân công đã gửi phiếu, làm tròn đến 2 chữ số thập phân;"
                    " đơn vị phối hợp, nhắc đại biểu gửi phiếu.",
                    "Không có đại biểu được phân công: không áp dụng.",
                ),
            ),
            StandardCriterion(
                code="E2",
                name="Báo cáo tình hình tư tưởng, dư luận đúng hạn, có chất lượng",
                points=Decimal(4),
                source="appraisal",
                part="propaganda",
                rubric=(
                    "3,5 – 4 điểm: gửi đúng hạn, nêu được việc người dân quan tâm, nguyên nhân và đề xuất cụ thể.",
                    "2,5 – 3,25 điểm: gửi đúng hạn, có nội dung, đề xuất còn chung.",
                    "1 – 2,25 điểm: gửi chậm không quá 3 ngày, hoặc chỉ liệt kê sự việc.",
                    "0 – 0,75 điểm: gửi chậm trên 3 ngày, hoặc không gửi.",
                ),
            ),
            StandardCriterion(
                code="E3",
                name="Tiếp thu, trả lời, giải quyết ý kiến của Nhân dân",
                points=Decimal(4),
                source="appraisal",
                part="inspection",
                rubric=(
                    "3,5 – 4 điểm: từ 90% ý kiến trở lên được trả lời đúng hạn, việc đã hứa được làm và thông báo lại.",
                    "2,5 – 3,25 điểm: từ 70% đến dưới 90% ý kiến được trả lời đúng hạn.",
                    "1 – 2,25 điểm: từ 50% đến dưới 70% ý kiến được trả lời đúng hạn.",
                    "0 – 0,75 điểm: dưới 50%, hoặc không theo dõi việc trả lời.",
                ),
            ),
        ),
    ),
)
