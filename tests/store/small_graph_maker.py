"""A small built graph with invented names, written as Turtle by hand-made declarations (no kg.graph needed)."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import quote as percent

ID = "https://w3id.org/fangzhi/id/"
HEAD = """
@prefix fz: <https://w3id.org/fangzhi/ontology#> .
@prefix skos: <http://www.w3.org/2004/02/skos/core#> .
@prefix rdf: <http://www.w3.org/1999/02/22-rdf-syntax-ns#> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
@prefix prov: <http://www.w3.org/ns/prov#> .
@prefix oa: <http://www.w3.org/ns/oa#> .
@prefix dcterms: <http://purl.org/dc/terms/> .
@prefix schema: <https://schema.org/> .
@prefix qb: <http://purl.org/linked-data/cube#> .
@prefix xsd: <http://www.w3.org/2001/XMLSchema#> .
@prefix status: <https://w3id.org/fangzhi/scheme/status/> .
@prefix measure: <https://w3id.org/fangzhi/scheme/measure/> .
@prefix bound: <https://w3id.org/fangzhi/scheme/bound/> .
"""
EDTF = "^^<http://id.loc.gov/datatypes/edtf/EDTF>"
DATE = "^^xsd:date"


def iri(kind: str, *parts: str) -> str:
    return f"<{ID}{kind}/{hashlib.sha256('|'.join(parts).encode()).hexdigest()[:12]}>"


def lit(text: str) -> str:
    escaped = text.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n").replace("\r", "\\r")
    return f'"{escaped}"'


@dataclass
class Maker:
    """Collects Turtle statements; a quote must stand in its document's text."""

    texts: dict[str, str] = field(default_factory=dict)
    graph: list[str] = field(default_factory=list)
    evidence: list[str] = field(default_factory=list)

    def document(self, name: str, title: str, date: str, text: str) -> None:
        self.texts[name] = text
        self.evidence.append(
            f"{iri('document', name)} a schema:Article ; dcterms:identifier {lit(name)} ; "
            f"dcterms:title {lit(title)}@zh ; schema:headline {lit(title)}@zh ; "
            f'schema:datePublished "{date}"{EDTF} ; schema:publisher {lit("云岭日报")} .'
        )

    def thing(self, kind: str, name: str, type_: str, *aliases: str) -> str:
        tail = "".join(one if one.isalnum() or one in "“”-_" else percent(one) for one in name)
        node = f"<{ID}{kind}/{tail}>"
        extra = " , fz:Person" if type_ == "Official" else " , fz:Organization" if type_ == "Company" else ""
        labels = "".join(f" ; skos:altLabel {lit(one)}@zh" for one in aliases)
        self.graph.append(
            f"{node} a fz:{type_}{extra} ; skos:prefLabel {lit(name)}@zh ; rdfs:label {lit(name)}@zh{labels} ."
        )
        for where, text in self.texts.items():
            for form in (name, *aliases):
                if form in text:
                    at = self.quote(where, form, kind="mention")
                    self.evidence.append(
                        f"{node} fz:mention {at} . {at} fz:form {lit(form)}@zh ; fz:states fz:{type_} ."
                    )
        return node

    def quote(self, doc: str, exact: str, *anchors: tuple[str, str, str], kind: str = "evidence") -> str:
        text = self.texts[doc]
        start = text.index(exact)
        end = start + len(exact)
        node, where, words = (iri(one, doc, exact, *map(str, anchors)) for one in (kind, "position", "quote"))
        rule = iri("activity", "demo")
        self.evidence.append(
            f"{node} a oa:SpecificResource ; oa:hasSource {iri('document', doc)} ; oa:hasSelector {where} , {words} ; "
            f"fz:confidence 0.9 ; prov:wasGeneratedBy {rule} .\n"
            f"{where} a oa:TextPositionSelector ; oa:start {start} ; oa:end {end} .\n"
            f"{words} a oa:TextQuoteSelector ; oa:exact {lit(exact)} ; oa:prefix {lit(text[max(0, start - 20) : start])} ; "
            f"oa:suffix {lit(text[end : end + 20])} .\n"
            f'{rule} prov:used {iri("rule", "demo")} , {iri("document", doc)} . {iri("rule", "demo")} a prov:Plan ; rdfs:label "demo-rule" .'
        )
        for role, via, words_there in anchors:
            anchor, spot = iri("anchor", doc, role, via, words_there), iri("position", doc, words_there)
            at = text.index(words_there)
            said = iri("quote", doc, words_there)
            self.evidence.append(
                f"{node} fz:anchor {anchor} . {anchor} fz:role {lit(role)} ; fz:via {lit(via)} ; oa:hasSelector {spot} , {said} . "
                f"{spot} oa:start {at} ; oa:end {at + len(words_there)} . {said} oa:exact {lit(words_there)} ."
            )
        return node

    def relation(self, s: str, p: str, o: str, *quotes: str) -> None:
        self.graph.append(f"{s} fz:{p} {o} .")
        node = iri("statement", s, p, o)
        derived = " , ".join(quotes)
        self.evidence.append(
            f"{node} a rdf:Statement ; rdf:subject {s} ; rdf:predicate fz:{p} ; rdf:object {o} ; "
            f"prov:wasDerivedFrom {derived} ."
        )

    def fact(self, class_: str, body: str, *quotes: str) -> None:
        node = iri(class_.lower(), class_, body)
        self.graph.append(f"{node} a fz:{class_} ; {body} .")
        self.evidence.append(f"{node} prov:wasDerivedFrom {' , '.join(quotes)} .")

    def observation(
        self, area: str, indicator: str, period: str, begin: str, end: str, rest: str, quote: str
    ) -> None:
        concept = f"<{ID}indicator/{indicator}>"
        self.graph.append(f"{concept} a skos:Concept ; skos:prefLabel {lit(indicator)}@zh .")
        self.fact(
            "Observation",
            f"a qb:Observation ; fz:area {area} ; fz:indicator {concept} ; fz:indicatorLabel {lit(indicator)}@zh ; "
            f'fz:period "{period}"{EDTF} ; fz:begin "{begin}"{DATE} ; fz:end "{end}"{DATE} ; {rest}',
            quote,
        )

    def write(self, out: Path) -> Path:
        out.mkdir(parents=True, exist_ok=True)
        (out / "graph.ttl").write_text(HEAD + "\n".join(self.graph) + "\n", encoding="utf-8")
        (out / "evidence.ttl").write_text(HEAD + "\n".join(self.evidence) + "\n", encoding="utf-8")
        (out / "background.ttl").write_text(HEAD, encoding="utf-8")
        return out


NEWS = """云岭市上半年项目建设提速
青禾经开区是云岭市东部的园区，区内星河电子投资12亿元建设星河电子智能传感器项目，项目于2023年3月开工。
今年6月，该项目建成投产。云岭市委书记林见川到青禾经开区调研。云岭市重点发展电子信息、新材料产业。
上半年，全市地区生产总值1203.5亿元，增长6.2%。云岭市获评国家森林城市。
"""
REPORT = """云岭市二〇二三年工作回顾
全年地区生产总值2510亿元，增长6.8%，增速排名全省第二。青禾经开区新引进𬭚材料项目，总投资8亿元。
云岭市获评国家森林城市，白鹭县同获此称号。实施“百企进山”行动。市长苏望北到白鹭县考察。
上半年地区生产总值1210亿元。
"""


def small_graph(out: Path) -> Path:
    """Write a graph of two documents (n.txt, r.txt) into ``out``."""
    make = Maker()
    make.document("n.txt", "云岭市上半年项目建设提速", "2023-07-20", NEWS)
    make.document("r.txt", "云岭市二〇二三年工作回顾", "2024-01-10", REPORT)
    city = make.thing("place", "云岭市", "Place", "全市")
    county = make.thing("place", "白鹭县", "Place")
    park = make.thing("park", "青禾经开区", "Park", "经开区")
    firm = make.thing("organization", "星河电子", "Company")
    project = make.thing("project", "星河电子智能传感器项目", "Project", "该项目")
    other = make.thing("project", "𬭚材料项目", "Project")
    trade = make.thing("industry", "电子信息", "Industry")
    materials = make.thing("industry", "新材料", "Industry")
    award = make.thing("award", "国家森林城市", "Award")
    lin = make.thing("person", "林见川", "Official")
    su = make.thing("person", "苏望北", "Official")
    plan = make.thing("programme", "“百企进山”行动", "Programme")
    q = make.quote
    make.relation(park, "locatedIn", city, q("n.txt", "青禾经开区是云岭市东部的园区"))
    built = q("n.txt", "区内星河电子投资12亿元建设星河电子智能传感器项目", ("o", "subject", "青禾经开区"))
    make.relation(project, "locatedIn", park, built)
    make.relation(project, "developedBy", firm, built)
    make.relation(project, "inIndustry", trade, built)
    make.relation(firm, "locatedIn", park, built)
    make.relation(other, "locatedIn", park, q("r.txt", "青禾经开区新引进𬭚材料项目"))
    courts = q("n.txt", "云岭市重点发展电子信息、新材料产业")
    make.relation(city, "focusIndustry", trade, courts)
    make.relation(city, "focusIndustry", materials, courts)
    make.relation(city, "launched", plan, q("r.txt", "实施“百企进山”行动", ("s", "masthead", "云岭市")))
    make.relation(lin, "visited", park, q("n.txt", "林见川到青禾经开区调研"))
    make.relation(su, "visited", county, q("r.txt", "市长苏望北到白鹭县考察"))
    for recipient, quotes in ((city, (q("n.txt", "云岭市获评国家森林城市"), q("r.txt", "云岭市获评国家森林城市"))),
                              (county, (q("r.txt", "白鹭县同获此称号", ("award", "subject", "国家森林城市")),))):  # fmt: skip
        make.fact(
            "Conferral", f'fz:award {award} ; fz:recipient {recipient} ; fz:year "2023"^^xsd:gYear', *quotes
        )
        make.relation(recipient, "received", award, *quotes)
    for person, post, quote in (
        (lin, "市委书记", q("n.txt", "云岭市委书记林见川")),
        (su, "市长", q("r.txt", "市长苏望北")),
    ):
        make.graph.append(f"<{ID}post/{post}> a skos:Concept ; skos:prefLabel {lit(post)}@zh .")
        make.fact("Tenure", f"fz:holder {person} ; fz:post <{ID}post/{post}> ; fz:of {city}", quote)
    make.fact("Milestone", f'fz:subject {project} ; fz:status status:started ; fz:date "2023-03"{EDTF} ; '
              f'fz:begin "2023-03-01"{DATE} ; fz:end "2023-03-31"{DATE}', q("n.txt", "项目于2023年3月开工"))  # fmt: skip
    make.fact("Milestone", f'fz:subject {project} ; fz:status status:in-production ; fz:date "2023-06"{EDTF} ; '
              f'fz:begin "2023-06-01"{DATE} ; fz:end "2023-06-30"{DATE}', q("n.txt", "今年6月，该项目建成投产"))  # fmt: skip
    for subject, value, quote in ((project, 12, built), (other, 8, q("r.txt", "𬭚材料项目，总投资8亿元"))):
        make.fact("Quantity", f'fz:subject {subject} ; fz:measure measure:investment ; fz:value {value}.0 ; '
                  f'fz:unit "亿元" ; fz:baseValue {value}00000000.0 ; fz:baseUnit "元"', quote)  # fmt: skip
    half, year = ("2023-01/2023-06", "2023-01-01", "2023-06-30"), ("2023", "2023-01-01", "2023-12-31")
    gdp, exact = "地区生产总值", "fz:bound bound:exact ; fz:target false ; fz:scope fz:none"
    money = (
        'fz:measure measure:value ; fz:value {v} ; fz:unit "亿元" ; fz:baseValue {b} ; fz:baseUnit "元" ; '
    )
    make.observation(
        city,
        gdp,
        *half,
        money.format(v="1203.5", b="120350000000.0") + exact,
        q("n.txt", "地区生产总值1203.5亿元"),
    )
    make.observation(
        city,
        gdp,
        *half,
        money.format(v="1210.0", b="121000000000.0") + exact,
        q("r.txt", "上半年地区生产总值1210亿元"),
    )
    make.observation(
        city,
        gdp,
        *year,
        money.format(v="2510.0", b="251000000000.0") + exact,
        q("r.txt", "地区生产总值2510亿元"),
    )
    make.observation(
        city,
        gdp,
        *year,
        f'fz:measure measure:growth ; fz:value 6.8 ; fz:unit "%" ; {exact}',
        q("r.txt", "增长6.8%"),
    )
    make.observation(city, gdp, *year, 'fz:measure measure:rank ; fz:value 2.0 ; fz:unit "全省" ; fz:bound bound:exact ; '
                     'fz:target false ; fz:scope "全省"', q("r.txt", "增速排名全省第二"))  # fmt: skip
    return make.write(out)
