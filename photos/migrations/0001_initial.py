import django.contrib.postgres.fields
import django.db.models.deletion
import photos.models
import publishing.downloads
from django.conf import settings
from django.db import migrations, models

# What the archive of photographs is filtered by, in its order.
ARCHIVE = """
CREATE INDEX photos_photo_of_creator ON photos_photo (creator, taken_at DESC NULLS LAST, id DESC);
CREATE INDEX photos_photo_of_place ON photos_photo (md5(place::text), taken_at DESC NULLS LAST, id DESC);
CREATE INDEX photos_photo_of_orientation ON photos_photo ((
    CASE WHEN width > height * 1.05 THEN 'landscape' WHEN height > width * 1.05 THEN 'portrait' ELSE 'square' END
), taken_at DESC NULLS LAST, id DESC);
"""


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='Photo',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('live_from', models.DateTimeField(blank=True, editable=False, null=True, verbose_name='public from')),
                ('live_until', models.DateTimeField(blank=True, editable=False, null=True, verbose_name='public until')),
                ('key', models.CharField(default=publishing.downloads.new_key, editable=False, max_length=32, unique=True, verbose_name='key')),
                ('file_name', models.CharField(editable=False, help_text='The name the camera gave, as in ZVF_2142.JPG.', max_length=120, verbose_name='file name')),
                ('original', models.FileField(editable=False, max_length=255, upload_to=photos.models.original_path, verbose_name='original')),
                ('format', models.CharField(choices=[('JPEG', 'JPEG'), ('PNG', 'PNG'), ('WEBP', 'WebP'), ('TIFF', 'TIFF'), ('HEIC', 'HEIC')], editable=False, max_length=4, verbose_name='format')),
                ('size', models.PositiveBigIntegerField(editable=False, verbose_name='size in bytes')),
                ('sha256', models.CharField(db_index=True, editable=False, max_length=64, verbose_name='SHA-256')),
                ('width', models.PositiveIntegerField(editable=False, verbose_name='width')),
                ('height', models.PositiveIntegerField(editable=False, verbose_name='height')),
                ('taken_at', models.DateTimeField(blank=True, help_text="As the camera's clock says.", null=True, verbose_name='taken')),
                ('caption', models.JSONField(blank=True, default=dict, help_text='Who and what, where, when. Articles may word their own.', verbose_name='caption')),
                ('alt', models.JSONField(blank=True, default=dict, help_text='What the picture shows, for people who cannot see it.', verbose_name='description')),
                ('credit', models.JSONField(blank=True, default=dict, help_text='Printed beside the photograph: “Photo: Press Office”.', verbose_name='credit')),
                ('creator', models.CharField(blank=True, max_length=200, verbose_name='photographer')),
                ('copyright', models.CharField(blank=True, max_length=300, verbose_name='copyright')),
                ('usage_terms', models.JSONField(blank=True, default=dict, help_text='What journalists may do with it: “Free of charge, with credit”.', verbose_name='usage terms')),
                ('uploaded_at', models.DateTimeField(auto_now_add=True, verbose_name='uploaded')),
                ('rendered_at', models.DateTimeField(blank=True, editable=False, null=True, verbose_name='renditions made')),
                ('uploaded_by', models.ForeignKey(editable=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='uploaded by')),
                ('confirmed_at', models.DateTimeField(blank=True, editable=False, null=True, verbose_name='words confirmed')),
                ('confirmed_by', models.ForeignKey(editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='confirmed by')),
                ('extended_description', models.JSONField(blank=True, default=dict, help_text='For pictures that one sentence cannot describe.', verbose_name='extended description')),
                ('focal_x', models.FloatField(default=0.5, editable=False, verbose_name='focal point, from the left')),
                ('focal_y', models.FloatField(default=0.5, editable=False, verbose_name='focal point, from the top')),
                ('headline', models.JSONField(blank=True, default=dict, help_text='A few words for lists and agencies.', verbose_name='headline')),
                ('keywords', django.contrib.postgres.fields.ArrayField(base_field=models.CharField(max_length=100), blank=True, default=list, size=None, verbose_name='keywords')),
                ('likeness', models.BigIntegerField(db_index=True, editable=False, null=True, verbose_name='image fingerprint')),
                ('persons_named', django.contrib.postgres.fields.ArrayField(base_field=models.CharField(max_length=200), blank=True, default=list, editable=False, size=None, verbose_name='persons named in the file')),
                ('place', models.JSONField(blank=True, default=dict, help_text='City, building, room. Never taken from the camera.', verbose_name='place')),
                ('rights_url', models.URLField(blank=True, max_length=300, verbose_name='address of the licence')),
                ('taken_offset', models.SmallIntegerField(blank=True, editable=False, null=True, verbose_name='time zone of the camera, minutes from UTC')),
                ('pictures', models.PositiveSmallIntegerField(db_default=1, editable=False, verbose_name='pictures in the file')),
            ],
            options={
                'verbose_name': 'photograph',
                'verbose_name_plural': 'photographs',
                'ordering': ['-taken_at', '-id'],
                'abstract': False,
                'indexes': [models.Index(condition=models.Q(('live_from__isnull', False)), fields=['live_from'], name='photos_photo_from'), models.Index(condition=models.Q(('live_until__isnull', False)), fields=['live_until'], name='photos_photo_until'), models.Index(models.OrderBy(models.F('taken_at'), descending=True, nulls_last=True), models.OrderBy(models.F('id'), descending=True), name='photos_photo_archive')],
                'constraints': [models.CheckConstraint(condition=models.Q(('live_until__isnull', True), ('live_until__gt', models.F('live_from')), _connector='OR'), name='photos_photo_live_range'), models.CheckConstraint(condition=models.Q(('live_until__isnull', True), ('live_from__isnull', False), _connector='OR'), name='photos_photo_ends_after_start'), models.CheckConstraint(condition=models.Q(('focal_x__range', (0, 1)), ('focal_y__range', (0, 1))), name='photos_photo_focal_point_inside')],
            },
        ),
        migrations.CreateModel(
            name='WordsInFile',
            fields=[
                ('photo', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, primary_key=True, related_name='words_in_file', serialize=False, to='photos.photo')),
                ('words', models.JSONField()),
            ],
            options={
                'verbose_name': 'words in the file',
                'verbose_name_plural': 'words in the file',
                'default_permissions': [],
            },
        ),
        migrations.CreateModel(
            name='ArchivedPhoto',
            fields=[
                ('id', models.BigIntegerField(primary_key=True, serialize=False)),
                ('taken_at', models.DateTimeField(null=True)),
                ('creator', models.CharField(max_length=200)),
                ('place', models.JSONField(default=dict)),
                ('place_key', models.CharField(max_length=32)),
                ('orientation', models.CharField(max_length=9)),
                ('file_name', models.CharField(max_length=120)),
                ('caption', models.JSONField(default=dict)),
                ('likeness', models.BigIntegerField(null=True)),
            ],
            options={
                'db_table': 'photos_archive',
                'managed': False,
                'default_permissions': [],
            },
        ),
        migrations.CreateModel(
            name='Offered',
            fields=[
                ('name', models.CharField(max_length=12)),
                ('value', models.TextField(primary_key=True, serialize=False)),
            ],
            options={
                'db_table': 'photos_offered',
                'managed': False,
                'default_permissions': [],
            },
        ),
        migrations.CreateModel(
            name='Rendition',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(choices=[('avif', 'AVIF'), ('jpeg', 'JPEG'), ('download', 'full size')], max_length=8)),
                ('width', models.PositiveIntegerField()),
                ('height', models.PositiveIntegerField()),
                ('size', models.PositiveBigIntegerField()),
                ('file', models.FileField(max_length=255, upload_to=photos.models.rendition_path)),
                ('photo', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='renditions', to='photos.photo')),
                ('crop', models.CharField(blank=True, choices=[('', 'whole'), ('3x2', '3:2'), ('1x1', '1:1'), ('16x9', '16:9'), ('social', '1.91:1')], default='', max_length=6)),
            ],
            options={
                'verbose_name': 'rendition',
                'verbose_name_plural': 'renditions',
                'ordering': ['kind', 'width', 'crop'],
                'constraints': [models.UniqueConstraint(fields=('photo', 'kind', 'crop', 'width'), name='photos_rendition_once')],
            },
        ),
        migrations.CreateModel(
            name='EarlierOriginal',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('file', models.FileField(max_length=255, upload_to=photos.models.earlier_original_path)),
                ('file_name', models.CharField(max_length=120, verbose_name='file name')),
                ('sha256', models.CharField(max_length=64, verbose_name='SHA-256')),
                ('size', models.PositiveBigIntegerField(verbose_name='size in bytes')),
                ('replaced_at', models.DateTimeField(auto_now_add=True, verbose_name='replaced')),
                ('note', models.TextField(verbose_name='reason')),
                ('photo', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='earlier_originals', to='photos.photo')),
                ('replaced_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='replaced by')),
            ],
            options={
                'verbose_name': 'earlier original',
                'verbose_name_plural': 'earlier originals',
                'ordering': ['-replaced_at'],
            },
        ),
        migrations.CreateModel(
            name='KeptBoth',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('at', models.DateTimeField(auto_now_add=True)),
                ('by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('first', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='photos.photo')),
                ('second', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='photos.photo')),
            ],
            options={
                'verbose_name': 'look-alikes kept both',
                'verbose_name_plural': 'look-alikes kept both',
                'default_permissions': [],
                'constraints': [models.UniqueConstraint(fields=('first', 'second'), name='photos_keptboth_once'), models.CheckConstraint(condition=models.Q(('first__lt', models.F('second'))), name='photos_keptboth_in_order')],
            },
        ),
        migrations.CreateModel(
            name='Album',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('live_from', models.DateTimeField(blank=True, editable=False, null=True, verbose_name='public from')),
                ('live_until', models.DateTimeField(blank=True, editable=False, null=True, verbose_name='public until')),
                ('title', models.JSONField(default=dict, verbose_name='title')),
                ('description', models.JSONField(blank=True, default=dict, verbose_name='description')),
                ('held_on', models.DateField(verbose_name='date of the event')),
                ('place', models.JSONField(blank=True, default=dict, verbose_name='place')),
            ],
            options={
                'verbose_name': 'album',
                'verbose_name_plural': 'albums',
                'ordering': ['-held_on', '-id'],
                'abstract': False,
                'indexes': [models.Index(condition=models.Q(('live_from__isnull', False)), fields=['live_from'], name='photos_album_from'), models.Index(condition=models.Q(('live_until__isnull', False)), fields=['live_until'], name='photos_album_until')],
                'constraints': [models.CheckConstraint(condition=models.Q(('live_until__isnull', True), ('live_until__gt', models.F('live_from')), _connector='OR'), name='photos_album_live_range'), models.CheckConstraint(condition=models.Q(('live_until__isnull', True), ('live_from__isnull', False), _connector='OR'), name='photos_album_ends_after_start')],
            },
        ),
        migrations.CreateModel(
            name='AlbumPhoto',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('position', models.PositiveSmallIntegerField(default=0, verbose_name='position')),
                ('album', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='photo_uses', to='photos.album')),
                ('photo', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='%(app_label)s_%(class)s_set', to='photos.photo', verbose_name='photograph')),
            ],
            options={
                'verbose_name': 'photograph',
                'verbose_name_plural': 'photographs',
                'ordering': ['position', 'id'],
                'abstract': False,
                'constraints': [models.UniqueConstraint(fields=('album', 'photo'), name='photos_albumphoto_once')],
            },
        ),
        migrations.RunSQL(ARCHIVE),
    ]
