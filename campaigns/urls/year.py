from django.urls import path

from campaigns.views import events, inspections, proposals

urlpatterns = [
    path("hoat-dong/", events.event_list, name="events"),
    path("hoat-dong/moi/", events.add_event, name="event_add"),
    path("hoat-dong/<int:pk>/", events.event, name="event"),
    path("hoat-dong/<int:pk>/sua/", events.edit_event, name="event_edit"),
    path("hoat-dong/<int:pk>/giay-moi/", events.invite, name="event_invite"),
    path("kiem-tra-giam-sat/", inspections.inspection_list, name="inspections"),
    path("kiem-tra-giam-sat/moi/", inspections.add_inspection, name="inspection_add"),
    path("kiem-tra-giam-sat/<int:pk>/", inspections.inspection, name="inspection"),
    path("kiem-tra-giam-sat/<int:pk>/sua/", inspections.edit_inspection, name="inspection_edit"),
    path("kiem-tra-giam-sat/kien-nghi/<int:pk>/", inspections.follow, name="recommendation"),
    path("kien-nghi/", proposals.proposal_list, name="proposals"),
    path("kien-nghi/moi/", proposals.add_proposal, name="proposal_add"),
    path("kien-nghi/<int:pk>/", proposals.proposal, name="proposal"),
    path("kien-nghi/<int:pk>/sua/", proposals.edit_proposal, name="proposal_edit"),
    path("kien-nghi/<int:pk>/buoc/", proposals.step, name="proposal_step"),
]
