from django.apps import AppConfig


class LedgerConfig(AppConfig):
    name = "luoshi.web.ledger"
    label = "ledger"

    def ready(self) -> None:
        """Bytes that evidence needs are not swept away; who leads a duty finds its campaign; the tables beside duties and returns are checked with the log."""
        from luoshi.web.documents import files, queries
        from luoshi.web.ledger.following import differences_beside
        from luoshi.web.ledger.models import EvidenceFile
        from luoshi.web.ledger.queries import campaigns_worked_in
        from luoshi.web.log import rebuilding

        queries.WAYS_IN.append(campaigns_worked_in)
        files.USERS.append(EvidenceFile.objects.all)
        rebuilding.FOLLOWING.append(differences_beside)
