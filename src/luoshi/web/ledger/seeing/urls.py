"""Addresses of what is looked at: the board and the rows behind its numbers, burden, trend, map, late facts, figures, search."""

from __future__ import annotations

from django.urls import URLPattern, path

from luoshi.web.ledger.views import board, burden, figures, search

seeing_urlpatterns: list[URLPattern] = [
    path("campaigns/<int:campaign>/board/", board.board, name="board"),
    path("campaigns/<int:campaign>/board/units/", board.by_unit, name="board_units"),
    path("campaigns/<int:campaign>/board/map/", board.province_map, name="board_map"),
    path("campaigns/<int:campaign>/board/paper.xlsx", board.paper, name="board_paper"),
    path("campaigns/<int:campaign>/board/rows/", figures.rows, name="board_rows"),
    path("campaigns/<int:campaign>/board/rows.xlsx", figures.rows_file, name="board_rows_file"),
    path("campaigns/<int:campaign>/board/keep/", figures.keep, name="keep_number"),
    path("campaigns/<int:campaign>/burden/", burden.burden, name="burden"),
    path("campaigns/<int:campaign>/burden.xlsx", burden.burden_file, name="burden_file"),
    path("campaigns/<int:campaign>/burden/returns/", burden.returns, name="burden_returns"),
    path("campaigns/<int:campaign>/burden/returns.xlsx", burden.returns_file, name="burden_returns_file"),
    path("campaigns/<int:campaign>/trend/", burden.trend, name="trend"),
    path("campaigns/<int:campaign>/late-facts/", burden.late, name="late_facts"),
    path("campaigns/<int:campaign>/late-facts.xlsx", burden.late_file, name="late_facts_file"),
    path("campaigns/<int:campaign>/search/", search.search_page, name="search_in"),
    path("search/", search.search_page, name="search"),
    path("search.xlsx", search.search_file, name="search_file"),
    path("campaigns/<int:campaign>/search.xlsx", search.search_file, name="search_in_file"),
    path("filters/save/", search.save, name="save_filter"),
    path("filters/<int:number>/drop/", search.drop, name="drop_filter"),
    path("n/<str:key>/", figures.number, name="number"),
    path("n/<str:key>.xlsx", figures.number_file, name="number_file"),
    path("r/<int:number>/", figures.short_return, name="short_return"),
]
