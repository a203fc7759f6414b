"""Data and definitions: what each indicator counts, where its figures come from, and what was found in the files."""

import streamlit as st

from dashboard.ui import board

store = board.store()
releases = store.query("releases")
indicators = store.query("indicators")
findings = store.query("findings")

st.title("Data and definitions")
board.freshness(store, releases)

st.header("Indicators")
for row in indicators.itertuples():
    with st.expander(row.name):
        st.markdown(row.definition)
        st.markdown(f"**Why it matters.** {row.why}")
        effect = f", design effect {row.design_effect:g}" if row.method == "survey" else ""
        st.markdown(f"**Unit** {row.unit} · **Better** {row.better} · **Method** {row.method}{effect}")

st.header("Releases in force")
if releases.empty:
    st.info("No file has been received yet; run: python -m dashboard demo, or load a published file.")
else:
    shown = releases.assign(
        demonstration=releases["demonstration"].map({True: "DEMONSTRATION DATA", False: "published"}),
        published=releases["published"].dt.strftime("%Y-%m-%d"),
        last_period=releases["last_period"].dt.strftime("%Y-%m-%d"),
    )
    heads = {
        "source_name": "Source",
        "published": "Published",
        "demonstration": "Kind",
        "last_period": "Data to",
        "rows_read": "Rows",
        "facts": "Figures",
        "revised": "Figures revised",
        "file": "File",
        "licence": "Licence",
    }
    st.dataframe(shown[list(heads)].rename(columns=heads), hide_index=True, width="stretch")

st.header("Findings")
if findings.empty:
    st.info("Nothing was found in the files that a reader should know.")
else:
    heads = {"severity": "Severity", "file": "File", "row_number": "Row", "column_name": "Column", "message": "Finding"}
    st.dataframe(findings[list(heads)].rename(columns=heads), hide_index=True, width="stretch")
