from django.urls import path

from syndication import oembed, sitemap_views

app_name = "robots"
urlpatterns = [
    path("robots.txt", sitemap_views.robots, name="robots"),
    path("sitemap.xml", sitemap_views.index, name="sitemaps"),
    path("sitemaps/<slug:kind>-<int:number>.xml", sitemap_views.sitemap, name="sitemap"),
    path("news-sitemap.xml", sitemap_views.news, name="news"),
    path("oembed", oembed.oembed, name="oembed"),
]
