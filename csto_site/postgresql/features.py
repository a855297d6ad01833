from django.db.backends.postgresql import features


class DatabaseFeatures(features.DatabaseFeatures):
    minimum_database_version = (16,)  # who may take on a role is granted more exactly since (decision 2)
