# Steps, rounds and plans of them.

import dialogues.vault.fields
import django.db.models.deletion
import uuid
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('dialogues', '0017_the_end'),
    ]

    operations = [
        migrations.CreateModel(
            name='ReciprocalPlan',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('number', models.PositiveSmallIntegerField()),
                ('measure', models.UUIDField()),
                ('computed', models.BooleanField(default=False)),
                ('left', models.JSONField(default=list)),
                ('first', models.UUIDField(null=True)),
                ('drawn', models.BooleanField(default=False)),
                ('text_hash', models.CharField(blank=True, default='', max_length=64)),
                ('shown_on', models.DateField(null=True)),
                ('content', dialogues.vault.fields.CellField(blank=True, default=bytes, purpose='note')),
                ('state', models.CharField(choices=[('drafted', 'Drafted'), ('shown', 'Shown'), ('adopted', 'Adopted'), ('running', 'Running'), ('completed', 'Completed'), ('stopped', 'Stopped')], default='drafted', max_length=9)),
                ('dialogue', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='plans', to='dialogues.dialogue')),
            ],
            options={
                'ordering': ['number'],
            },
        ),
        migrations.CreateModel(
            name='PlanRound',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('number', models.PositiveSmallIntegerField()),
                ('order', models.CharField(choices=[('simultaneous', 'Simultaneous'), ('sequenced', 'Sequenced')], default='simultaneous', max_length=12)),
                ('first', models.UUIDField(null=True)),
                ('members', models.JSONField(default=list)),
                ('state', models.CharField(choices=[('planned', 'Planned'), ('announced', 'Announced'), ('running', 'Running'), ('completed', 'Completed'), ('lapsed', 'Lapsed'), ('stopped', 'Stopped')], default='planned', max_length=9)),
                ('plan', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='rounds', to='dialogues.reciprocalplan')),
            ],
            options={
                'ordering': ['number'],
            },
        ),
        migrations.CreateModel(
            name='Step',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('number', models.PositiveSmallIntegerField()),
                ('side', models.UUIDField()),
                ('sphere', models.CharField(choices=[('security', 'Security'), ('humanitarian', 'Humanitarian'), ('economic', 'Economic'), ('cultural', 'Cultural'), ('political', 'Political')], max_length=14)),
                ('publicity', models.CharField(choices=[('public', 'Public'), ('quiet', 'Quiet')], default='public', max_length=6)),
                ('after', models.JSONField(default=list)),
                ('due', models.DateField(null=True)),
                ('repeat_of', models.UUIDField(null=True)),
                ('together', models.UUIDField(null=True)),
                ('measure', models.UUIDField(null=True)),
                ('asked', models.CharField(blank=True, choices=[('accept', 'Accept'), ('announce', 'Announce'), ('withdraw', 'Withdraw')], default='', max_length=8)),
                ('silence_until', models.DateTimeField(null=True)),
                ('broken', models.PositiveSmallIntegerField(default=0)),
                ('worded', models.BooleanField(default=False)),
                ('since', models.DateField(null=True)),
                ('content', dialogues.vault.fields.CellField(blank=True, default=bytes, purpose='note')),
                ('state', models.CharField(choices=[('proposed', 'Proposed'), ('accepted_by_actor', 'Accepted'), ('valued', 'Valued'), ('scheduled', 'Scheduled'), ('announced', 'Announced'), ('done_claimed', 'Claimed'), ('verified', 'Verified'), ('disputed', 'Disputed'), ('breach_confirmed', 'Breach'), ('answered', 'Answered'), ('unanswered', 'Unanswered'), ('repeated', 'Repeated'), ('reciprocated', 'Reciprocated'), ('lapsed', 'Lapsed'), ('withdrawn', 'Withdrawn')], default='proposed', max_length=17)),
                ('dialogue', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='steps', to='dialogues.dialogue')),
                ('round', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='steps', to='dialogues.planround')),
            ],
            options={
                'ordering': ['number'],
            },
        ),
        migrations.AddConstraint(
            model_name='reciprocalplan',
            constraint=models.UniqueConstraint(fields=('dialogue', 'number'), name='one_plan_a_number'),
        ),
        migrations.AddConstraint(
            model_name='planround',
            constraint=models.UniqueConstraint(fields=('plan', 'number'), name='one_round_of_a_plan_a_number'),
        ),
        migrations.AddConstraint(
            model_name='step',
            constraint=models.UniqueConstraint(fields=('dialogue', 'number'), name='one_step_a_number'),
        ),
    ]
