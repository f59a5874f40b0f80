from django.apps import AppConfig


class AssignmentsConfig(AppConfig):
    name = "assignments"
    verbose_name = "Phân công"

    def ready(self) -> None:
        from assignments.free_days import free_delegate_days
        from assignments.problem import usual_seats
        from units.doors import doors

        doors.free_delegate_days = free_delegate_days
        doors.usual_seats = usual_seats
