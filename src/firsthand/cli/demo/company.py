"""The demo company: Lighthouse, which sells Beacon, a service that copies data between systems. All invented."""

from dataclasses import dataclass

from firsthand.domain.names import Role, Stage

DESK = "Lighthouse support"
ZONE = "America/Los_Angeles"
MAILBOX = "support@lighthouse.example"
SIGNS_IN = "mira"


@dataclass(frozen=True, kw_only=True)
class DemoTeammate:
    """A person of the demo company; `key` is how the story names them and the local part of their address."""

    key: str
    name: str
    roles: tuple[Role, ...]
    zone: str = ZONE
    is_owner: bool = False

    @property
    def email(self) -> str:
        """The address they sign in with."""
        return f"{self.key}@lighthouse.example"


@dataclass(frozen=True, kw_only=True)
class Customer:
    """An account of the demo company. `accountable` and `seller` are teammates' keys."""

    name: str
    domain: str
    stage: Stage
    accountable: str
    seller: str
    plan: str = ""
    contract: str = ""
    strategic_reason: str = ""
    contacts: tuple[tuple[str, str], ...] = ()


TEAM = (
    DemoTeammate(key="mira", name="Mira Okafor", roles=(Role("support"),), is_owner=True),
    DemoTeammate(key="jonas", name="Jonas Weber", roles=(Role("support"),), zone="Europe/Berlin"),
    DemoTeammate(key="priya", name="Priya Raman", roles=(Role("head_of_support"),)),
    DemoTeammate(key="noor", name="Noor Haddad", roles=(Role("customer_engineering"),)),
    DemoTeammate(key="tomas", name="Tomás Silva", roles=(Role("customer_engineering"),), zone="America/Sao_Paulo"),
    DemoTeammate(key="helen", name="Helen Zhou", roles=(Role("vp_customer_engineering"),)),
    DemoTeammate(key="sam", name="Sam Carter", roles=(Role("sales"),)),
    DemoTeammate(key="ingrid", name="Ingrid Dahl", roles=(Role("vp_sales"),), zone="Europe/Oslo"),
    DemoTeammate(key="kenji", name="Kenji Mori", roles=(Role("product"),), zone="Asia/Tokyo"),
    DemoTeammate(key="laura", name="Laura Bianchi", roles=(Role("vp_product"),)),
    DemoTeammate(key="dev", name="Dev Patel", roles=(Role("engineering"),)),
    DemoTeammate(key="ruth", name="Ruth Stein", roles=(Role("engineering"),)),
)

CUSTOMERS = (
    Customer(
        name="Acme Analytics",
        domain="acme.example",
        stage=Stage("trial"),
        accountable="noor",
        seller="sam",
        contacts=(("Ana Ruiz", "ana.ruiz@acme.example"), ("Ben Ito", "ben.ito@acme.example")),
    ),
    Customer(
        name="Borealis Energy",
        domain="borealis.example",
        stage=Stage("production"),
        accountable="noor",
        seller="ingrid",
        plan="default",
        strategic_reason="Largest account and the reference for utilities; sponsored by the executive team.",
        contacts=(("Greta Lind", "greta.lind@borealis.example"), ("Omar Said", "omar.said@borealis.example")),
    ),
    Customer(
        name="Cobalt Robotics",
        domain="cobalt.example",
        stage=Stage("production"),
        accountable="tomas",
        seller="sam",
        plan="default",
        contacts=(("Wei Chen", "wei.chen@cobalt.example"), ("Julia Novak", "julia.novak@cobalt.example")),
    ),
    Customer(
        name="Delta Freight",
        domain="deltafreight.example",
        stage=Stage("trial"),
        accountable="tomas",
        seller="sam",
        contacts=(("Marcus Bell", "marcus.bell@deltafreight.example"),),
    ),
    Customer(
        name="Evergreen Labs",
        domain="evergreen.example",
        stage=Stage("prospect"),
        accountable="noor",
        seller="sam",
        contacts=(("Sofia Marin", "sofia.marin@evergreen.example"),),
    ),
    Customer(
        name="Fjord Bank",
        domain="fjordbank.example",
        stage=Stage("production"),
        accountable="tomas",
        seller="ingrid",
        plan="default",
        contract="FB-2024-017",
        contacts=(("Elin Berg", "elin.berg@fjordbank.example"), ("Nils Aas", "nils.aas@fjordbank.example")),
    ),
    Customer(
        name="Granite Works",
        domain="granite.example",
        stage=Stage("production"),
        accountable="noor",
        seller="sam",
        plan="default",
        contacts=(("Paul Dubois", "paul.dubois@granite.example"),),
    ),
    Customer(
        name="Harbor Health",
        domain="harborhealth.example",
        stage=Stage("former"),
        accountable="tomas",
        seller="sam",
        contacts=(("Rosa Klein", "rosa.klein@harborhealth.example"),),
    ),
)
