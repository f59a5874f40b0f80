from scoring.services.criteria import install_standard_set, refuse_unbalanced, use_criteria
from scoring.services.errors import Refused

__all__ = ["Refused", "install_standard_set", "refuse_unbalanced", "use_criteria"]
